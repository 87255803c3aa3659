"""A new index beside the one that answers; in one step it takes the other's place."""

import logging
import re
import time
import uuid
from collections.abc import Iterable

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from search.documents import SearchDocument
from search.engines.base import EngineUnavailable
from search.engines.elasticsearch.connection import patiently
from search.engines.elasticsearch.mapping import FILLING, MAPPINGS, SETTINGS
from search.engines.elasticsearch.writing import write_position, write_states

logger = logging.getLogger(__name__)

# What a rebuild that was killed left behind is removed by the next one, but not what another host
# may be filling at this moment. In milliseconds, by the cluster's own clock.
SURELY_LEFT = 6 * 3600 * 1000
# A rebuild that has written nothing for so many seconds is taken for dead.
ALIVE_WITHIN = 30.0
LOOK_EVERY = 1.0
# Seconds until the new index must be ready to answer.
READY_WITHIN = "30s"


class ElasticsearchRebuild:
    """Filled by ``add``, answers after ``finish``."""

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self.client = client
        self.alias = alias
        # Drawn, not taken from a clock: two hosts may begin in the same second.
        self.index = f"{alias}.{uuid.uuid4().hex[:12]}"
        self._is_finished = False
        client.indices.create(index=self.index, mappings=MAPPINGS, settings={**SETTINGS, **FILLING})

    def give_way(self) -> None:
        """Raises ``EngineUnavailable`` where an earlier rebuild of this index is under way.

        Of several hosts that find no index each begins; the first of them is to build it. Two at
        once would do no harm, only twice the work.
        """
        began = self._others()
        now = began.pop(self.index, (0, False))[0]
        earlier = [
            name
            for name, (at, answers) in began.items()
            if not answers and (at, name) < (now, self.index) and now - at <= SURELY_LEFT
        ]
        if not earlier:
            return
        before = self._written(earlier)
        until = time.monotonic() + ALIVE_WITHIN
        while time.monotonic() < until:
            time.sleep(LOOK_EVERY)
            if self._written(earlier) != before:
                raise EngineUnavailable("Elasticsearch 的索引正由另一个进程重建")

    def _written(self, names: list[str]) -> dict[str, int]:
        # By pattern, which is content when one has gone meanwhile.
        stats = self.client.indices.stats(index=f"{self.alias}.*", metric=["indexing"]).body
        return {
            name: one["primaries"]["indexing"]["index_total"]
            for name, one in stats["indices"].items()
            if name in names
        }

    def add(self, documents: Iterable[SearchDocument]) -> None:
        write_states(self.client, self.index, documents, is_alias=False)

    def finish(self, position: int) -> None:
        """Raises ``EngineUnavailable``, with the old index still answering."""
        write_position(self.client, self.index, position)
        indices = self.client.indices
        lasting = {name: SETTINGS[name] for name in FILLING if name in SETTINGS}
        patiently(lambda: indices.put_settings(index=self.index, settings=lasting))
        indices.refresh(index=self.index)
        ready = self.client.cluster.health(
            index=self.index, wait_for_status="yellow", timeout=READY_WITHIN
        )
        if ready["timed_out"]:
            raise EngineUnavailable("新的 Elasticsearch 索引没有就绪")
        answering = indices.exists_alias(name=self.alias)
        before = set(indices.get_alias(name=self.alias).body) if answering else set()
        actions: list[dict[str, object]] = [
            # By pattern: of two rebuilds that end together only one may stand behind the name.
            {"remove": {"index": f"{self.alias}.*", "alias": self.alias, "must_exist": False}},
            {"add": {"index": self.index, "alias": self.alias}},
        ]
        patiently(lambda: indices.update_aliases(actions=actions))
        self._is_finished = True
        self._remove_left_behind(before)

    def clean_up(self) -> None:
        """Remove the new index again if it was not finished."""
        if self._is_finished:
            return
        try:
            self.client.options(ignore_status=404).indices.delete(index=self.index)
        except (ApiError, TransportError) as error:
            logger.warning("%s stays until the next rebuild: %s", self.index, error)

    def _remove_left_behind(self, replaced: set[str]) -> None:
        """Those that were replaced, and those that nobody can be filling any more."""
        began = self._others()
        now = began.pop(self.index)[0]
        for name, (at, _answers) in began.items():
            if name in replaced or now - at > SURELY_LEFT:
                self.client.options(ignore_status=404).indices.delete(index=name)

    def _others(self) -> dict[str, tuple[int, bool]]:
        """Indices of this name: when each began by the cluster's clock, and whether it answers."""
        found = self.client.indices.get(
            index=f"{self.alias}.*", features=["settings", "aliases"], flat_settings=True
        ).body
        return {
            name: (int(entry["settings"]["index.creation_date"]), self.alias in entry["aliases"])
            for name, entry in found.items()
            # The pattern may meet the indices of a site whose prefix begins like ours.
            if re.fullmatch(re.escape(self.alias) + r"\.[0-9a-f]{12}", name)
        }
