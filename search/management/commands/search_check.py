"""Compares the indices with the database."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from search import door, outbox
from search.checking import Difference, compare
from search.engines.base import Engine, EngineUnavailable
from search.engines.embedded import EmbeddedEngine

# So many keys of a kind are named; the rest is a number.
NAMED = 20


class Command(BaseCommand):
    help = (
        "Compare every search index with the database and say what differs; with --repair have it "
        "put right. Exit code 1 where something differs or an index can't be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="have the worker index again what differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        different = unreadable = 0
        for scope in (door.SITE, door.OFFICE):
            for engine in door.engine(scope).engines:
                difference = self.look_at(engine)
                if difference is None:
                    unreadable += 1
                    continue
                different += len(difference.keys)
                if options["repair"]:
                    outbox.note_all(map(_page_of_draft, difference.keys))
        if different and options["repair"]:
            self.stdout.write(
                f"已交给后台进程改正 {different:,} 项，几秒后再查一次。"
                f" | The worker was told to put {different:,} right; check again in some seconds."
            )
        if different or unreadable:
            sys.exit(1)

    def look_at(self, engine: Engine) -> Difference | None:
        """``None`` where the index can't be read, which is said."""
        try:
            difference = compare(engine)
        except EngineUnavailable as problem:
            self.stderr.write(f"{engine.name} {engine.scope}: {remedy(engine, problem)}")
            return None
        self.stdout.write(
            f"{engine.name} {engine.scope}: 缺少 missing {len(difference.missing):,}, "
            f"多余 extra {len(difference.extra):,}, 不同 different {len(difference.other):,}"
        )
        for label, keys in vars(difference).items():
            for key in keys[:NAMED]:
                self.stdout.write(f"  {label}: {key}")
        return difference


def remedy(engine: Engine, problem: EngineUnavailable) -> str:
    """One line: what is wrong and what to do, the engine's own words last."""
    command = f"manage.py search_rebuild --engine {engine.name} --scope {engine.scope}"
    said = " ".join(str(problem).split())
    if not isinstance(engine, EmbeddedEngine):
        # It may just not be running.
        return (
            f"索引读不出来。Elasticsearch 正常而仍然这样，请用 {command} 重建。"
            f" | The index can't be read; if Elasticsearch is well, that command builds it anew. ({said})"
        )
    if _is_unbuilt(engine):
        return f"还没有索引，请用 {command} 建立。 | There is no index yet; that command builds it."
    return f"索引读不出来，请用 {command} 重建。 | The index can't be read; that command builds it anew. ({said})"


def _is_unbuilt(engine: EmbeddedEngine) -> bool:
    try:
        return engine.folder is None
    except EngineUnavailable:
        return False


def _page_of_draft(key: str) -> str:
    kind, pk = outbox.split_key(key)
    return outbox.page_key(int(pk)) if kind == "draft" else key
