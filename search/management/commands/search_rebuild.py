"""Builds the indices anew; what answers now goes on answering until they are complete."""

import os
import signal
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from search import door
from search.engines.base import Engine, EngineUnavailable
from search.rebuilding import rebuild


class Stopped(KeyboardInterrupt):
    """``code``: what the process ends with, as a shell reckons it."""

    code = 128 + signal.SIGTERM


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """SIGTERM tidies up as Ctrl-C does: raises ``Stopped``."""
    if threading.current_thread() is not threading.main_thread():
        # Signals are the main thread's.
        yield
        return
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(_number: int, _frame: object) -> NoReturn:
    raise Stopped


class Command(BaseCommand):
    help = (
        "Build the search indices anew beside those that answer now, which go on doing so until "
        "the new ones are complete; also when this is interrupted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--engine", choices=["embedded", "elasticsearch"], help="only this one")
        parser.add_argument("--scope", choices=[door.SITE, door.OFFICE], help="only this index")
        parser.add_argument(
            "--processes",
            type=int,
            default=os.cpu_count() or 1,
            help="how many read and analyse pages (default: one for each core)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        scopes = [options["scope"]] if options["scope"] else [door.SITE, door.OFFICE]
        engines = [
            engine
            for scope in scopes
            for engine in door.engine(scope).engines
            if options["engine"] in (None, engine.name)
        ]
        if not engines:
            raise CommandError(f"{options['engine']} is not configured.")
        try:
            with stopped_by_signals():
                for engine in engines:
                    self.build(engine, max(options["processes"], 0))
        except KeyboardInterrupt as stop:
            if sys.stdout.isatty():
                # Below the bar.
                self.stdout.write("")
            self.stderr.write(
                "重建已中止，原来的索引照常回答。"
                " | The rebuild was stopped; the old index goes on answering."
            )
            sys.exit(stop.code if isinstance(stop, Stopped) else 128 + signal.SIGINT)

    def build(self, engine: Engine, processes: int) -> None:
        bar = Bar(self.stdout, f"{engine.name} {engine.scope}")
        try:
            # One that reads beside one that writes: with less, one does both.
            documents = rebuild(
                engine, processes=processes if processes > 1 else 0, progress=bar.show
            )
        except EngineUnavailable as problem:
            raise CommandError(f"{engine.name} {engine.scope}: {problem}") from problem
        bar.end(documents)


class Bar:
    """One line that grows; on something that is no terminal only its end."""

    WIDTH = 30

    def __init__(self, out: Any, label: str) -> None:
        self.out = out
        self.label = label
        self.began = time.monotonic()
        self.live = sys.stdout.isatty()
        self.done = 0

    def show(self, done: int, total: int) -> None:
        self.done = done
        if self.live:
            full = self.WIDTH * done // max(total, 1)
            bar = "#" * full + "." * (self.WIDTH - full)
            self.out.write(
                f"\r{self.label} [{bar}] {done:,}/{total:,} {self.rate:,.0f}/s", ending=""
            )
            self.out.flush()

    @property
    def rate(self) -> float:
        return self.done / max(time.monotonic() - self.began, 0.001)

    def end(self, documents: int) -> None:
        seconds = time.monotonic() - self.began
        start = "\r" if self.live else ""
        self.out.write(
            f"{start}{self.label}: {documents:,} documents from {self.done:,} rows "
            f"in {seconds:.1f} s ({self.rate:,.0f}/s)"
        )
