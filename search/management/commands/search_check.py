"""Compares the indices with the database."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import door, outbox
from search.checking import Difference, compare
from search.engines.base import Engine, EngineUnavailable

# So many keys of a kind are named; the rest is a number.
NAMED = 20


class Command(BaseCommand):
    help = (
        "Compare every search index with the database and say what differs; with --repair have it "
        "put right. Exit code 1 where something differs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="have the worker index again what differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        different = 0
        for scope in (door.SITE, door.OFFICE):
            for engine in door.engine(scope).engines:
                difference = self.look_at(engine)
                different += len(difference.keys)
                if options["repair"]:
                    outbox.note_all(map(_page_of_draft, difference.keys))
        if different and options["repair"]:
            self.stdout.write(
                f"已交给后台进程改正 {different:,} 项，几秒后再查一次。"
                f" | The worker was told to put {different:,} right; check again in some seconds."
            )
        if different:
            sys.exit(1)

    def look_at(self, engine: Engine) -> Difference:
        try:
            difference = compare(engine)
        except EngineUnavailable as problem:
            raise CommandError(f"{engine.name} {engine.scope}: {problem}") from problem
        self.stdout.write(
            f"{engine.name} {engine.scope}: 缺少 missing {len(difference.missing):,}, "
            f"多余 extra {len(difference.extra):,}, 不同 different {len(difference.other):,}"
        )
        for label, keys in vars(difference).items():
            for key in keys[:NAMED]:
                self.stdout.write(f"  {label}: {key}")
        return difference


def _page_of_draft(key: str) -> str:
    kind, pk = outbox.split_key(key)
    return outbox.page_key(int(pk)) if kind == "draft" else key
