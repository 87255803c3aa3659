"""Says of each index how large it is and how far behind."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from search.status import Standing, standings


class Command(BaseCommand):
    help = "Say of each search index what it holds and how far it is behind; exit code 1 if late."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for monitoring")

    def handle(self, *args: Any, **options: Any) -> None:
        found = standings()
        if options["json"]:
            rows = [{**asdict(one), "is_well": one.is_well} for one in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            for one in found:
                self.stdout.write(line(one))
        if not all(one.is_well for one in found):
            sys.exit(1)


def line(one: Standing) -> str:
    name = f"{one.health.engine:<13} {one.scope:<6}"
    if one.health.problem:
        return (
            f"{name} 不可用 unavailable: {one.health.problem}（{one.waiting:,} 项变更等待 waiting）"
        )
    size = one.health.size_bytes / 1024 / 1024
    return (
        f"{name} {one.health.documents:,} 篇 documents, {size:,.1f} MB, "
        f"{one.waiting:,} 项变更等待 waiting, 落后 lag {one.lag:.1f} s"
    )
