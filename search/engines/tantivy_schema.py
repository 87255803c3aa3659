"""How a document lies in a tantivy index."""

from typing import Any
from zlib import crc32

import tantivy

from search.access import canonical
from search.documents import SearchDocument, terms_of
from search.engines.payload import to_bytes

# Another schema is another folder; the old one goes on answering until the new one is built.
VERSION = 2
WORDS = ("w", "b", "u")
# Lists of keywords: filtered and counted.
KEYWORDS = ("kind", "locale", "length", "media", "access", "topic", "branch", "year")


def make_schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("payload", stored=True)
    for name in WORDS:
        # Only single characters need places: exact phrases are sought among them.
        places = "position" if name == "u" else "freq"
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=places)
    for name in KEYWORDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("under", tokenizer_name="raw", index_option="basic")
    # The key once more, in columns: kind of thing and number.
    builder.add_unsigned_field("sort", fast=True)
    builder.add_unsigned_field("pk", fast=True)
    builder.add_unsigned_field("version", fast=True)
    builder.add_unsigned_field("story", fast=True)
    builder.add_integer_field("day", fast=True, indexed=True)
    builder.add_integer_field("until", fast=True, indexed=True)
    return builder.build()


# What has no end ends then: a range query can't ask for a missing value.
FOR_EVER = 2**53
# A document without a date stands behind all that have one.
NO_DAY = 0


def to_tantivy(document: SearchDocument) -> Any:
    """The document with its terms made; the costly part of indexing."""
    terms = terms_of(document)
    found = tantivy.Document()
    found.add_text("key", document.key)
    found.add_bytes("payload", to_bytes(document))
    for name in WORDS:
        found.add_text(name, getattr(terms, name))
    for name, values in keywords(document).items():
        for value in values:
            found.add_text(name, value)
    for pk in document.under:
        found.add_text("under", str(pk))
    sort, _colon, number = document.key.partition(":")
    found.add_unsigned("sort", crc32(sort.encode()))
    if number.isascii() and number.isdigit():
        found.add_unsigned("pk", int(number))
    found.add_unsigned("version", document.version)
    if document.story:
        found.add_unsigned("story", int(document.story, 16))
    found.add_integer("day", document.date.toordinal() if document.date else NO_DAY)
    until = document.live_until
    found.add_integer("until", int(until.timestamp()) if until else FOR_EVER)
    return found


def keywords(document: SearchDocument) -> dict[str, list[str]]:
    """Filter fields and their values, the same in both engines."""
    from_tuples = {
        "media": document.media,
        "topic": document.topics,
        "branch": document.branches,
    }
    return {
        "kind": [document.kind],
        "locale": [document.locale] if document.locale else [],
        "length": [document.length] if document.length else [],
        "access": [canonical(document.access)],
        "year": [str(document.date.year)] if document.date else [],
        **{name: [str(value) for value in values] for name, values in from_tuples.items()},
    }
