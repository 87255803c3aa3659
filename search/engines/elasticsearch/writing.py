"""States into an index: in bulk, each with its version, patiently while the cluster is busy."""

import json
import logging
import time
from collections.abc import Iterable, Iterator
from typing import Any

from elasticsearch import Elasticsearch

from search.documents import SearchDocument
from search.engines.base import EngineUnavailable
from search.engines.elasticsearch.connection import (
    BUSY,
    MISSING,
    READ_ONLY,
    NotBuilt,
    patiently,
    pauses,
)
from search.engines.elasticsearch.mapping import POSITION_ID, fields_of

logger = logging.getLogger(__name__)

# One request holds so much, whichever comes first.
BULK_ITEMS = 500
BULK_BYTES = 4_000_000
# An older state came late, or what should go is gone: nothing to do.
SETTLED = {404, 409}
# No use in asking again soon, although the status may say "too many requests".
BLOCKED = "cluster_block_exception"

# Action and source lines of one bulk entry.
Item = tuple[bytes, ...]


def write_states(
    client: Elasticsearch,
    index: str,
    documents: Iterable[SearchDocument],
    gone: Iterable[tuple[str, int]] = (),
    is_alias: bool = True,
) -> None:
    """Raises ``EngineUnavailable`` where the index takes nothing in; then all is to be repeated.

    A document that the cluster refuses for its content is left out with an error in the log: one
    bad page must not keep all later changes away. ``search_check`` names it.
    """
    for batch in _batches(_items(documents, gone)):
        _send(client, index, batch, is_alias)


def write_position(client: Elasticsearch, index: str, position: int) -> None:
    """``index``: by its own name, not its alias."""
    action = _action("index", POSITION_ID, position)
    _send(client, index, [(action, _line({"position": position}))], is_alias=False)


def _items(documents: Iterable[SearchDocument], gone: Iterable[tuple[str, int]]) -> Iterator[Item]:
    for document in documents:
        action = _action("index", document.key, document.version)
        yield (action, _line(fields_of(document)))
    for key, version in gone:
        yield (_action("delete", key, version),)


def _action(what: str, key: str, version: int) -> bytes:
    # Equal versions replace each other: a repair writes what the same change should have written.
    return _line({what: {"_id": key, "version": version, "version_type": "external_gte"}})


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += sum(map(len, item))
        if len(batch) >= BULK_ITEMS or size >= BULK_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _send(client: Elasticsearch, index: str, items: list[Item], is_alias: bool) -> None:
    waiting = items
    for pause in [*pauses(), None]:
        waiting, reason = _send_once(client, index, waiting, is_alias)
        if not waiting:
            return
        if pause is not None:
            time.sleep(pause)
    raise EngineUnavailable(f"Elasticsearch 忙不过来：{reason}")


def _send_once(
    client: Elasticsearch, index: str, items: list[Item], is_alias: bool
) -> tuple[list[Item], str]:
    """What has to be sent again, and why."""
    # Ready lines, which the client sends as they are.
    lines: Any = [line for item in items for line in item]
    answer = patiently(lambda: client.bulk(index=index, operations=lines, require_alias=is_alias))
    again: list[Item] = []
    reason = ""
    if not answer["errors"]:
        return again, reason
    for item, outcome in zip(items, answer["items"], strict=True):
        [result] = outcome.values()
        status = result["status"]
        if status < 300 or (status in SETTLED and "error" not in result) or status == 409:
            continue
        error = result["error"]
        if error["type"] == BLOCKED:
            raise EngineUnavailable(READ_ONLY)
        if status in BUSY:
            again.append(item)
            reason = error["reason"]
        elif status == 404:
            raise NotBuilt(MISSING)
        else:
            logger.error("Elasticsearch refuses %s: %s", result["_id"], error)
    return again, reason
