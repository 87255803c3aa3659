"""A document as one line of JSON: what an engine gives back of it."""

import datetime
import json
from dataclasses import MISSING, fields
from typing import Any

from search.documents import Passage, SearchDocument

_TUPLES = ("people", "topics", "under", "branches", "media", "access")
# Not needed to show a result, and long.
_LEFT_OUT = {"extra", "terms"}
_NAMES = [field.name for field in fields(SearchDocument) if field.name not in _LEFT_OUT]
_ALWAYS = {field.name for field in fields(SearchDocument) if field.default is MISSING}


def dump(document: SearchDocument) -> dict[str, Any]:
    """Plain values, empty ones left out; ``extra`` is searched and not kept."""
    found = {}
    for name in _NAMES:
        value = getattr(document, name)
        if name not in _ALWAYS and (value is None or value == "" or value == ()):
            continue
        if name == "passages":
            value = [[one.text, one.anchor, one.second] for one in value]
        elif isinstance(value, (datetime.date, datetime.datetime)):
            value = value.isoformat()
        found[name] = value
    return found


def load(found: dict[str, Any]) -> SearchDocument:
    """Raises ``KeyError``, ``TypeError`` or ``ValueError`` for what ``dump`` has not made."""
    values = dict(found)
    values["passages"] = tuple(
        Passage(text, anchor, second) for text, anchor, second in values.get("passages", ())
    )
    for name in _TUPLES:
        if name in values:
            values[name] = tuple(values[name])
    if "date" in values:
        values["date"] = datetime.date.fromisoformat(values["date"])
    if "live_until" in values:
        values["live_until"] = datetime.datetime.fromisoformat(values["live_until"])
    return SearchDocument(**values)


def to_bytes(document: SearchDocument) -> bytes:
    return json.dumps(dump(document), ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def from_bytes(raw: bytes) -> SearchDocument:
    return load(json.loads(raw))
