"""The engine inside the process: tantivy. Every host has its index; it needs no server."""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings

import tantivy
from tantivy import Order, Query

from search.documents import SearchDocument, terms_of, with_terms
from search.engines.base import (
    RESCORED,
    Answer,
    EngineUnavailable,
    Health,
    Hit,
    Plan,
)
from search.engines.folders import Folders, size_of
from search.engines.tantivy_files import faults, prove, stamp, stored
from search.engines.tantivy_query import QueryMaker, audiences
from search.engines.tantivy_schema import VERSION, make_schema, to_tantivy
from search.vocabulary import VocabularyWriter, has_vocabulary

# Bytes that a writer gathers before it writes a segment; tantivy wants at least 15 MB.
WRITE_BUFFER = 20_000_000
BUILD_BUFFER = 64_000_000
# More values of one facet nobody reads.
FACET_VALUES = 60
# Seconds for which an index that could be read counts as whole.
PROVED_FOR = 5.0
# Copies of a story in a row beyond which the page of results just comes out shorter.
SPARE = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """An index with the state of its files when it was last read."""

    folder: Path
    index: Any
    stamp: tuple[int, int, int]


class EmbeddedEngine:
    """One index of this host. Safe to share between threads."""

    name = "embedded"

    def __init__(self, scope: str = "site", root: Path | None = None) -> None:
        self.scope = scope
        self.folders = Folders(
            (root or Path(settings.HONGFAN_HOME) / "search") / scope, version=VERSION
        )
        self._opened: Opened | None = None
        self._proved: tuple[Path, float] | None = None
        # Only the thread that follows asks for the position in order to move it.
        self._position_of: Path | None = None
        self._lock = threading.Lock()

    @property
    def folder(self) -> Path | None:
        """Where the index that answers now lies, with its vocabulary."""
        return self.folders.current()

    # -- Asking --------------------------------------------------------------------------------

    def search(self, plan: Plan) -> Answer:
        started = time.perf_counter()
        with faults():
            index = self._index()
            searcher = index.searcher()
            maker = QueryMaker(index.schema, searcher, plan)
            hits, total, shown = self._hits(searcher, plan, maker)
            facets = self._facets(searcher, plan, maker)
        took = (time.perf_counter() - started) * 1000
        return Answer(tuple(hits), total, shown, facets, self.name, took)

    def keys_found(self, plan: Plan, limit: int) -> list[str]:
        with faults():
            index = self._index()
            searcher = index.searcher()
            query = QueryMaker(index.schema, searcher, plan).make()
            by_date = {} if plan.has_words else {"order_by_field": "day", "order": Order.Desc}
            found = searcher.search(query, limit, count=False, **by_date).hits
            return self._keys(searcher, [address for _score, address in found])

    def beginning(self, field: str, prefix: str, limit: int) -> list[str]:
        """Terms of ``w``, ``b`` or ``u`` that begin so, in the order of the alphabet."""
        with faults():
            searcher = self._index().searcher()
            return [term for term, _count in searcher.terms_with_prefix(field, prefix, limit=limit)]

    @staticmethod
    def _keys(searcher: Any, addresses: list[Any]) -> list[str]:
        """From the columns: to read each stored document would take a hundred times as long."""
        if not addresses:
            return []
        numbers = searcher.fast_field_values("pk", addresses)
        sorts = searcher.fast_field_values("sort", addresses)
        names: dict[Any, str] = {}
        keys = []
        for address, number, sort in zip(addresses, numbers, sorts, strict=True):
            if number is None or sort not in names:
                key = stored(searcher, address).key
                names[sort] = key.partition(":")[0]
                keys.append(key)
            else:
                keys.append(f"{names[sort]}:{number}")
        return keys

    def df(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        with faults():
            searcher = self._index().searcher()
            return {term: searcher.doc_freq(field, term) for term in terms}

    def count(self) -> int:
        with faults():
            return int(self._index().searcher().num_docs)

    def held(self) -> int:
        """As many documents as ``df`` counts among: replaced ones too, as long as their files
        stand."""
        with faults():
            return sum(audiences(self._index().searcher()).values())

    def keys(self) -> Iterator[tuple[str, int]]:
        with faults():
            searcher = self._index().searcher()
            found = searcher.search(Query.all_query(), max(searcher.num_docs, 1), count=False).hits
            addresses = [address for _score, address in found]
            versions = searcher.fast_field_values("version", addresses)
            yield from zip(self._keys(searcher, addresses), versions, strict=True)

    def health(self) -> Health:
        try:
            with faults():
                opened = self._open()
                self._prove(opened.folder)
                return Health(
                    engine=self.name,
                    documents=int(opened.index.searcher().num_docs),
                    position=self.folders.read_position(opened.folder),
                    size_bytes=size_of(opened.folder),
                    unbuilt=self.scope == "site" and not has_vocabulary(opened.folder),
                )
        except EngineUnavailable as problem:
            return Health(engine=self.name, problem=str(problem), unbuilt=True)

    def _prove(self, folder: Path) -> None:
        proved = self._proved
        if proved is None or proved[0] != folder or time.monotonic() - proved[1] > PROVED_FOR:
            prove(folder)
            self._proved = (folder, time.monotonic())

    def _hits(
        self, searcher: Any, plan: Plan, maker: QueryMaker
    ) -> tuple[list[Hit], int, int | None]:
        by_date = plan.order == "date" or not plan.has_words
        order = {"order_by_field": "day", "order": Order.Desc} if by_date else {}
        if not plan.limit:
            # Only the number is asked for.
            counted = Query.const_score_query(maker.make(scored=False), 0.0)
            return [], int(searcher.search(counted, 1, count=True).count), None
        query = maker.make()
        end = plan.offset + plan.limit
        rescored = plan.rescore is not None and not by_date and plan.offset < RESCORED
        wanted = max(end, RESCORED) if rescored else end
        reach = wanted + SPARE
        while True:
            found = searcher.search(query, max(reach, 1), count=True, **order)
            rows = list(found.hits)
            kept = self._folded(searcher, rows) if plan.fold else [(*row, 0) for row in rows]
            # Copies may have used up what was fetched; one more time is enough for any real list.
            if len(kept) >= wanted or len(rows) < reach or reach > 4 * wanted + SPARE:
                break
            reach *= 4
        if rescored and plan.rescore is not None:
            head = plan.rescore([self._hit(searcher, *row, by_date) for row in kept[:RESCORED]])
            tail = (self._hit(searcher, *row, by_date) for row in kept[len(head) : end])
            hits = [*head, *tail][plan.offset : end]
        else:
            hits = [self._hit(searcher, *row, by_date) for row in kept[plan.offset : end]]
        return hits, int(found.count), len(kept) if len(rows) < reach else None

    @staticmethod
    def _hit(searcher: Any, score: Any, address: Any, folded: int, by_date: bool) -> Hit:
        document = stored(searcher, address)
        return Hit(document.key, 0.0 if by_date else float(score), document, folded)

    @staticmethod
    def _folded(searcher: Any, rows: list[tuple[Any, Any]]) -> list[tuple[Any, Any, int]]:
        """The first of each story, with how many copies follow."""
        stories = searcher.fast_field_values("story", [address for _score, address in rows])
        places: dict[int, int] = {}
        kept: list[tuple[Any, Any, int]] = []
        for (score, address), story in zip(rows, stories, strict=True):
            if story is not None and story in places:
                place = places[story]
                kept[place] = (*kept[place][:2], kept[place][2] + 1)
                continue
            if story is not None:
                places[story] = len(kept)
            kept.append((score, address, 0))
        return kept

    @staticmethod
    def _facets(searcher: Any, plan: Plan, maker: QueryMaker) -> dict[str, dict[str, int]]:
        # Filtered fields each by a question of their own, all others by one.
        groups = [[name] for name in plan.facets if name in plan.filters]
        if others := [name for name in plan.facets if name not in plan.filters]:
            groups.append(others)
        counted: dict[str, dict[str, int]] = {}
        for names in groups:
            own = names[0] if names[0] in plan.filters else ""
            asked = maker.make(without=own, scored=False)
            wanted = {name: {"terms": {"field": name, "size": FACET_VALUES}} for name in names}
            answer = searcher.aggregate(asked, wanted)
            for name in names:
                buckets = answer[name]["buckets"]
                counted[name] = {str(one["key"]): int(one["doc_count"]) for one in buckets}
        return {name: counted[name] for name in plan.facets}

    # -- Writing -------------------------------------------------------------------------------

    def write(
        self, documents: Iterable[SearchDocument], gone: Iterable[tuple[str, int]] = ()
    ) -> None:
        documents, gone = list(map(with_terms, documents)), list(gone)
        with faults():
            index = self._index()
            versions = self._versions(
                index, [document.key for document in documents] + [key for key, _v in gone]
            )
            writer = index.writer(WRITE_BUFFER, 1)
            for key, version in gone:
                if version >= versions.get(key, 0):
                    writer.delete_documents_by_term("key", key)
            for document in documents:
                if document.version >= versions.get(document.key, 0):
                    writer.delete_documents_by_term("key", document.key)
                    writer.add_document(to_tantivy(document))
            # Before the index: a position is only kept when both have taken in what leads to it.
            self._write_vocabulary(documents, gone)
            writer.commit()
            # Leaving it running would break off merges, and small segments would pile up.
            writer.wait_merging_threads()

    def _write_vocabulary(
        self, documents: Iterable[SearchDocument], gone: Iterable[tuple[str, int]]
    ) -> None:
        """Suggestions are for readers, so only their index has a vocabulary."""
        folder = self.folder
        if self.scope != "site" or folder is None:
            return
        with VocabularyWriter(folder) as vocabulary:
            for key, version in gone:
                vocabulary.drop(key, version)
            for document in documents:
                vocabulary.put(document, terms_of(document))

    def position(self) -> int:
        with faults():
            self._position_of = folder = self.folders.current()
            return self.folders.read_position(folder) if folder else 0

    def set_position(self, outbox_id: int) -> None:
        with faults():
            folder = self.folders.current()
            if folder is None or folder != self._position_of:
                raise EngineUnavailable("another index has taken over")
            self.folders.write_position(folder, outbox_id)

    @contextmanager
    def rebuild(self) -> Iterator["EmbeddedRebuild"]:
        with ExitStack() as lock:
            with faults():
                lock.enter_context(self.folders.alone())
                self.folders.remove_others()
                build = EmbeddedRebuild(self.folders, vocabulary=self.scope == "site")
            try:
                # What goes wrong in there is not tantivy's doing.
                yield build
            finally:
                build.close()

    @staticmethod
    def _versions(index: Any, keys: list[str]) -> dict[str, int]:
        searcher = index.searcher()
        found: dict[str, int] = {}
        for key in keys:
            query = Query.term_query(index.schema, "key", key, "basic")
            hits = searcher.search(query, 1, count=False).hits
            if hits:
                values = searcher.fast_field_values("version", [hits[0][1]])
                found[key] = int(values[0] or 0)
        return found

    # -- The index at hand ---------------------------------------------------------------------

    def _index(self) -> Any:
        return self._open().index

    def _open(self) -> Opened:
        """The current index as it is on disk now; opened anew only when another one took over."""
        folder = self.folder
        if folder is None:
            raise EngineUnavailable("there is no index yet")
        now = stamp(folder)
        opened = self._opened
        if opened is not None and opened.folder == folder and opened.stamp == now:
            return opened
        with self._lock:
            opened = self._opened
            if opened is None or opened.folder != folder:
                index = tantivy.Index.open(str(folder))
                # By hand, in ``reload``: a watching thread would notice late.
                index.config_reader("manual")
                index.reload()
                opened = Opened(folder, index, now)
            elif opened.stamp != now:
                opened.index.reload()
                opened = replace(opened, stamp=now)
            self._opened = opened
            return opened


class EmbeddedRebuild:
    """A new index in a folder of its own, thrown away unless it is finished."""

    def __init__(self, folders: Folders, *, vocabulary: bool) -> None:
        self.folders = folders
        self.folder = folders.new()
        self.finished = False
        self._vocabulary = VocabularyWriter(self.folder) if vocabulary else None
        self._writer = tantivy.Index(make_schema(), str(self.folder)).writer(BUILD_BUFFER, 1)

    def add(self, documents: Iterable[SearchDocument]) -> None:
        with faults():
            for document in map(with_terms, documents):
                self._writer.add_document(to_tantivy(document))
                if self._vocabulary is not None:
                    self._vocabulary.put(document, terms_of(document))

    def finish(self, position: int) -> None:
        with faults():
            self._writer.commit()
            self._writer.wait_merging_threads()
            if self._vocabulary is not None:
                self._vocabulary.commit()
            self.folders.write_position(self.folder, position)
            self.folders.make_current(self.folder)
            self.finished = True

    def close(self) -> None:
        if self._vocabulary is not None:
            self._vocabulary.close()
        if not self.finished:
            with faults():
                self._writer.rollback()
                self.folders.remove_others()
