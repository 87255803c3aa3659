"""How an index is laid out, and what goes into it for a document."""

from typing import Any

from search.documents import SearchDocument, terms_of
from search.engines.payload import dump
from search.engines.tantivy_schema import keywords

# Raised with every change of the fields below or of the terms that fill them: an index of another
# number is not asked until it is built anew.
VERSION = 2
META = "hongfan_mapping"
# A record of its own in the index, so that it lives and dies with what it speaks of.
POSITION_ID = "_position"

_TERMS = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
# Longer values than Lucene can hold as one term are kept, but not found by.
_WORD = {"type": "keyword", "ignore_above": 2000}

FIELDS: dict[str, Any] = {
    "w": _TERMS,
    "b": _TERMS,
    # With positions: exact phrases are phrases of these.
    "u": {**_TERMS, "index_options": "positions"},
    **dict.fromkeys(
        "key kind locale topic branch year length media access under story".split(), _WORD
    ),
    "date": {"type": "date", "format": "strict_date"},
    "live_until": {"type": "date"},
    "document": {"type": "object", "enabled": False},
    "position": {"type": "long", "index": False},
}

MAPPINGS: dict[str, Any] = {
    "dynamic": False,
    "_meta": {META: VERSION},
    # The terms can be made again from the document; kept twice they double the index.
    "_source": {"excludes": ["w", "b", "u"]},
    "properties": FIELDS,
}

SETTINGS: dict[str, Any] = {
    # One shard: the figures that BM25 ranks by are those of all documents.
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    # Given by name, so that an index nobody asked for a while is refreshed nevertheless.
    "refresh_interval": "1s",
    # How long a removal is remembered: a slow host's older state must not bring a page back.
    "gc_deletes": "12h",
    # The office pages through all it has.
    "max_result_window": 100_000,
}
# While it is filled nobody asks it, and a replica would do all the work twice.
FILLING = {"auto_expand_replicas": False, "number_of_replicas": 0, "refresh_interval": "-1"}


def fields_of(document: SearchDocument) -> dict[str, Any]:
    """What is sent for one document."""
    terms = terms_of(document)
    fields: dict[str, Any] = {
        "w": terms.w,
        "b": terms.b,
        "u": terms.u,
        "key": document.key,
        **keywords(document),
        "under": [str(page) for page in document.under],
        # Folding puts all without a story together: so each has one.
        "story": document.story or document.key,
        "document": dump(document),
    }
    if document.date:
        fields["date"] = f"{document.date.year:04}-{document.date:%m-%d}"
    if document.live_until:
        fields["live_until"] = document.live_until.isoformat()
    return fields
