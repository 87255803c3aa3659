"""Asking and keeping an index on the cluster. The name that is asked is an alias."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings

from elasticsearch import Elasticsearch, NotFoundError

from search.documents import SearchDocument
from search.engines.base import (
    COMMON_FROM,
    COMMON_SHARE,
    RESCORED,
    Answer,
    EngineUnavailable,
    Health,
    Hit,
    Plan,
)
from search.engines.elasticsearch.connection import (
    ASK_TIMEOUT,
    TOO_LONG,
    NotBuilt,
    configured_client,
    faults_in_words,
)
from search.engines.elasticsearch.mapping import META, POSITION_ID, VERSION
from search.engines.elasticsearch.query import DOCUMENTS, is_by_date, query_of, search_body, sort_of
from search.engines.elasticsearch.rebuilding import ElasticsearchRebuild
from search.engines.elasticsearch.writing import write_position, write_states
from search.engines.payload import load

# Seconds for which it is taken as known which index stands behind the alias and how it is laid out.
LAYOUT_KNOWN = 20.0
# And how common a character is: that changes slowly.
COMMON_KNOWN = 600.0
KEYS_AT_ONCE = 2000
KEEP_ALIVE = "2m"


@dataclass
class _Common:
    """What is known of the characters of one index, until ``until`` on the monotonic clock."""

    until: float = 0.0
    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)


class ElasticsearchEngine:
    """The index of one scope. Threads may share it; ``search.engines.base.Engine`` says the rest."""

    name = "elasticsearch"

    def __init__(
        self,
        scope: str = "site",
        *,
        prefix: str | None = None,
        client: Callable[[], Elasticsearch] = configured_client,
    ) -> None:
        """``client`` is asked for at each use, so that settings may change in between."""
        self.scope = scope
        self.prefix = prefix or settings.HONGFAN_ELASTICSEARCH_PREFIX
        self.alias = f"{self.prefix}-{scope}"
        self._client = client
        self._known_until = 0.0
        self._common = _Common()
        # From which index this thread has read the position last.
        self._read = threading.local()

    # -- Asking --------------------------------------------------------------------------------

    def search(self, plan: Plan) -> Answer:
        started = time.monotonic()
        with faults_in_words():
            self._check_layout()
            answer = self._search(plan)
        return replace(answer, took_ms=(time.monotonic() - started) * 1000)

    def _search(self, plan: Plan) -> Answer:
        start, size, rescore = plan.offset, plan.limit, plan.rescore
        if plan.offset >= RESCORED or is_by_date(plan):
            rescore = None
        if rescore:
            start, size = 0, max(RESCORED, plan.offset + plan.limit)
        body = search_body(plan, self._common_among([term for term, _boost in plan.u]))
        found = self._ask(**body, from_=start, size=size, source=["document"])
        hits = [_hit(entry) for entry in found["hits"]["hits"]]
        is_end = len(hits) < size and (hits or not start)
        shown = start + len(hits) if is_end else None
        if rescore:
            hits = [*rescore(hits[:RESCORED]), *hits[RESCORED:]]
            hits = hits[plan.offset : plan.offset + plan.limit]
        if plan.fold:
            hits = self._count_copies(plan, hits)
        counted = found.get("aggregations", {})
        facets = {
            name: {bucket["key"]: bucket["doc_count"] for bucket in _buckets_of(counted[name])}
            for name in plan.facets
        }
        total = found["hits"]["total"]["value"]
        return Answer(tuple(hits), total, shown, facets, self.name)

    def _count_copies(self, plan: Plan, hits: list[Hit]) -> list[Hit]:
        """How many more of what was found tell a hit's story. Asks only where one may."""
        stories = [hit.document.story for hit in hits if hit.document.story]
        if not stories:
            return hits
        found = self._ask(
            query={"bool": {"filter": [query_of(plan), {"terms": {"story": stories}}]}},
            aggs={"stories": {"terms": {"field": "story", "size": len(stories)}}},
            size=0,
            track_total_hits=False,
        )
        buckets = found["aggregations"]["stories"]["buckets"]
        counts = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
        return [replace(hit, folded=counts.get(hit.document.story, 1) - 1) for hit in hits]

    def keys_found(self, plan: Plan, limit: int) -> list[str]:
        with faults_in_words():
            self._check_layout()
            found = self._ask(
                query=query_of(plan, self._common_among([term for term, _boost in plan.u])),
                sort=sort_of(plan),
                size=limit,
                source=False,
                track_total_hits=False,
            )
            return [entry["_id"] for entry in found["hits"]["hits"]]

    def df(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        with faults_in_words():
            return self._df(field, terms) if terms else {}

    def _df(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        filters = {term: {"term": {field: term}} for term in terms}
        found = self._ask(
            size=0, track_total_hits=False, aggs={"terms": {"filters": {"filters": filters}}}
        )
        buckets = found["aggregations"]["terms"]["buckets"]
        return {term: buckets[term]["doc_count"] for term in terms}

    def count(self) -> int:
        with faults_in_words():
            found = self._asking().count(index=self.alias, query=DOCUMENTS)
            return int(found["count"])

    def _common_among(self, terms: Sequence[str]) -> set[str]:
        """Those of the characters that too many documents hold to say anything."""
        known = self._common
        if known.until < time.monotonic():
            known = self._common = _Common(time.monotonic() + COMMON_KNOWN, self.count())
        if known.total < COMMON_FROM or not terms:
            return set()
        if unknown := [term for term in terms if term not in known.counts]:
            known.counts |= self._df("u", unknown)
        limit = COMMON_SHARE * known.total
        return {term for term in terms if known.counts[term] > limit}

    def _ask(self, **body: Any) -> dict[str, Any]:
        found = (
            self._asking().search(index=self.alias, allow_partial_search_results=False, **body).body
        )
        if found.get("timed_out"):
            raise EngineUnavailable(TOO_LONG)
        return dict(found)

    def _asking(self) -> Elasticsearch:
        return self._client().options(request_timeout=ASK_TIMEOUT)

    def _check_layout(self) -> None:
        """Raises ``EngineUnavailable`` where the index was laid out by another version."""
        if time.monotonic() < self._known_until:
            return
        for index in self._asking().indices.get_mapping(index=self.alias).body.values():
            version = int(index["mappings"].get("_meta", {}).get(META, 0))
            if version < VERSION:
                raise NotBuilt(
                    f"Elasticsearch 的索引是旧版结构（{version}，需要 {VERSION}），"
                    "请运行 manage.py search_rebuild"
                )
            if version > VERSION:
                # Another host runs newer code already; building it back would undo its work.
                raise EngineUnavailable(
                    f"Elasticsearch 的索引是新版结构（{version}），请升级这台主机（{VERSION}）"
                )
        self._known_until = time.monotonic() + LAYOUT_KNOWN

    # -- Keeping -------------------------------------------------------------------------------

    def write(
        self, documents: Iterable[SearchDocument], gone: Iterable[tuple[str, int]] = ()
    ) -> None:
        with faults_in_words():
            self._check_layout()
            write_states(self._client(), self.alias, documents, gone)

    def position(self) -> int:
        with faults_in_words():
            self._read.index = ""
            try:
                self._check_layout()
                record = self._asking().get(index=self.alias, id=POSITION_ID)
            except NotFoundError as error:
                # Nothing taken in yet, or no index.
                self._read.index = error.body.get("_index", "")
                return 0
            self._read.index = record["_index"]
            return int(record["_source"]["position"])

    def set_position(self, outbox_id: int) -> None:
        with faults_in_words():
            index = getattr(self._read, "index", "")
            if index not in self._client().indices.get_alias(name=self.alias).body:
                # It holds other changes than the one whose position was read.
                raise EngineUnavailable("Elasticsearch 的索引刚刚换过")
            # By its own name: should it be replaced at this moment, its successor is not meant.
            write_position(self._client(), index, outbox_id)

    @contextmanager
    def rebuild(self) -> Iterator[ElasticsearchRebuild]:
        with faults_in_words():
            rebuilding = ElasticsearchRebuild(self._client(), self.alias)
            try:
                rebuilding.give_way()
                yield rebuilding
            finally:
                rebuilding.clean_up()
                self._known_until = 0.0
                self._common = _Common()

    def keys(self) -> Iterator[tuple[str, int]]:
        with faults_in_words():
            yield from self._keys()

    def _keys(self) -> Iterator[tuple[str, int]]:
        client = self._client()
        moment = client.open_point_in_time(index=self.alias, keep_alive=KEEP_ALIVE)["id"]
        try:
            after: list[Any] | None = None
            while True:
                page = client.search(
                    pit={"id": moment, "keep_alive": KEEP_ALIVE},
                    query=DOCUMENTS,
                    sort=["_shard_doc"],
                    size=KEYS_AT_ONCE,
                    search_after=after,
                    version=True,
                    source=False,
                    track_total_hits=False,
                )["hits"]["hits"]
                for entry in page:
                    yield entry["_id"], entry["_version"]
                if len(page) < KEYS_AT_ONCE:
                    return
                after = page[-1]["sort"]
        finally:
            client.close_point_in_time(id=moment)

    def refresh(self) -> None:
        """Let everything written be found now, instead of within a second."""
        with faults_in_words():
            self._client().indices.refresh(index=self.alias)

    def remove(self) -> None:
        """Take the index away, for scratch ones."""
        with faults_in_words():
            indices = self._client().options(ignore_status=404).indices
            for name in list(indices.get(index=f"{self.alias}.*").body):
                indices.delete(index=name)

    def health(self) -> Health:
        try:
            with faults_in_words():
                self._known_until = 0.0
                self._check_layout()
                position = self.position()
                state = self._asking().cluster.health(index=self.alias, level="indices")
                stats = self._asking().indices.stats(index=self.alias, metric=["store"])
                size = stats["_all"]["primaries"]["store"]["size_in_bytes"]
                problem = "Elasticsearch 缺少主分片（red）" if state["status"] == "red" else ""
                return Health(self.name, self.count(), position, int(size), problem)
        except EngineUnavailable as error:
            return Health(self.name, problem=str(error), unbuilt=isinstance(error, NotBuilt))


def _buckets_of(counted: dict[str, Any]) -> list[dict[str, Any]]:
    """Of one field, whether or not its count stands inside the filters of others."""
    buckets: list[dict[str, Any]] = counted.get("values", counted)["buckets"]
    return buckets


def _hit(entry: dict[str, Any]) -> Hit:
    try:
        document = load(entry["_source"]["document"])
    except (KeyError, TypeError, ValueError) as error:
        raise EngineUnavailable(f"Elasticsearch 里的 {entry['_id']} 读不懂：{error}") from error
    return Hit(key=entry["_id"], score=entry.get("_score") or 0.0, document=document)
