"""A new index beside the one that answers; in one step it takes the other's place."""

import logging
import re
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

    def add(self, documents: Iterable[SearchDocument]) -> None:
        write_states(self.client, self.index, documents, is_alias=False)

    def finish(self, position: int) -> None:
        """Raises ``EngineUnavailable``, with the old index still answering."""
        write_position(self.client, self.index, position, is_alias=False)
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
        indices = self.client.indices
        found = indices.get_settings(
            index=f"{self.alias}.*", name="index.creation_date", flat_settings=True
        ).body
        began = {
            name: int(entry["settings"]["index.creation_date"])
            for name, entry in found.items()
            # The pattern may meet the indices of a site whose prefix begins like ours.
            if re.fullmatch(re.escape(self.alias) + r"\.[0-9a-f]{12}", name)
        }
        now = began.pop(self.index)
        for name, at in began.items():
            if name in replaced or now - at > SURELY_LEFT:
                self.client.options(ignore_status=404).indices.delete(index=name)
