"""A whole index from the database, beside the one that answers."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.db import connections

from wagtail.models import Page
from wagtail.search.index import get_indexed_models

from assets.models import Document
from core.serving.orphan import end_with_parent
from search import office, outbox
from search.documents import SearchDocument, terms_of
from search.engines.base import Engine
from search.following import BATCH, Keys, build
from search.registry import all_types

# Batches made ahead of the writer, each process: memory stays flat however many pages there are.
AHEAD = 3


@dataclass(frozen=True)
class Extent:
    """The keys of one scope: cheap to hold, whatever they stand for."""

    pages: tuple[int, ...]
    files: tuple[int, ...]
    records: tuple[str, ...]

    @classmethod
    def of(cls, scope: str) -> "Extent":
        files = tuple(_ids(Document.objects.all()))
        if scope == "office":
            pages = tuple(_ids(Page.objects.filter(depth__gt=1)))
            models = [model for model in get_indexed_models() if office.is_record(model)]
            records = tuple(
                office.key_of(model, pk) for model in models for pk in _ids(model.objects.all())
            )
            return cls(pages, files, records)
        # Type by type, so that a batch asks one table.
        pages = tuple(pk for kind in all_types() for pk in _ids(kind.model.objects.live()))
        return cls(pages, files, ())

    def __len__(self) -> int:
        return len(self.pages) + len(self.files) + len(self.records)

    def batches(self, version: int) -> Iterator[Keys]:
        """The same in pieces of ``BATCH``, every key at ``version``."""
        for pages in _pieces(self.pages):
            yield Keys(pages=dict.fromkeys(pages, version))
        for files in _pieces(self.files):
            yield Keys(files=dict.fromkeys(files, version))
        for records in _pieces(self.records):
            yield Keys(records=dict.fromkeys(records, version))


def _ids(rows: Any) -> Iterable[Any]:
    return rows.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2000)


def _pieces(items: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    waiting = iter(items)
    while piece := tuple(islice(waiting, BATCH)):
        yield piece


def rebuild(
    engine: Engine, *, processes: int = 0, progress: Callable[[int, int], None] | None = None
) -> int:
    """Build the index of ``engine`` anew and let it take over; gives the number of documents.

    ``processes``: how many read and analyse beside this one, which writes; 0: this one does all
    (inside a server, where threads forbid to fork). ``progress`` is told keys done and keys in
    all. What changes meanwhile is in the outbox, behind the position that the new index starts
    from. Broken off anywhere, the old index answers on. Raises ``EngineUnavailable``.
    """
    outbox.number_new()
    # Before the first page is read: what commits from now on is taken in again.
    position = outbox.last_number()
    extent = Extent.of(engine.scope)
    written = done = 0
    with Makers(engine.scope, processes) as makers, engine.rebuild() as new:
        for keys, documents in makers.make(extent.batches(position)):
            new.add(documents)
            written += len(documents)
            done += len(keys.pages) + len(keys.files) + len(keys.records)
            if progress is not None:
                progress(done, len(extent))
        close_again(position)
        new.finish(position)
        close_again(position)
    return written


def close_again(position: int) -> None:
    """Note once more what was closed since ``position``, where a new index starts from.

    The index before it has taken that in, and for a moment hosts still go by its position: what
    they do not keep back would be found in the new one, until that has caught up.
    """
    closing = outbox.closing_after(position)
    if closing is None:
        # More than can be named: an index so far behind is not asked.
        return
    whole = {outbox.page_key(pk) for pk in closing.under}
    for key in closing.keys:
        outbox.note(key, tree=key in whole, closing=True)


class Makers:
    """Processes that read and analyse; none, where ``processes`` is 0."""

    def __init__(self, scope: str, processes: int) -> None:
        self.scope = scope
        self.processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Makers":
        if self.processes:
            # A connection must not be used on both sides of a fork.
            connections.close_all()
            self._pool = ProcessPoolExecutor(
                self.processes,
                mp_context=multiprocessing.get_context("fork"),
                initializer=_begin,
                initargs=(os.getpid(),),
            )
            # Begun now, before the writer has threads.
            for ready in [self._pool.submit(os.getpid) for _process in range(self.processes)]:
                ready.result()
        return self

    def __exit__(self, *problem: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def make(self, batches: Iterable[Keys]) -> Iterator[tuple[Keys, list[SearchDocument]]]:
        """Every batch with its documents, in order."""
        if self._pool is None:
            for keys in batches:
                yield keys, make(self.scope, keys)
            return
        waiting: list[tuple[Keys, Future[list[SearchDocument]]]] = []
        for keys in batches:
            waiting.append((keys, self._pool.submit(make, self.scope, keys)))
            if len(waiting) >= AHEAD * self.processes:
                first, result = waiting.pop(0)
                yield first, result.result()
        for keys, result in waiting:
            yield keys, result.result()


def _begin(parent: int) -> None:
    """In each process of a pool, before its first work."""
    # Ctrl-C reaches all of a terminal's processes: the parent alone says so, and ends the pool.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Waiting for work it would never learn that nobody is left to give it any.
    end_with_parent(parent)


def make(scope: str, keys: Keys) -> list[SearchDocument]:
    """The documents for ``keys``, their terms made."""
    return [
        replace(document, terms=terms_of(document))
        # All files are among the keys.
        for built in build(scope, keys, with_files=False)
        for document in built.documents
    ]
