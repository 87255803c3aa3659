"""Texts of any kind into the blocks of our body."""

import hashlib
import html
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from articles.anchors import with_keys
from articles.importing.characters import split_lines
from articles.importing.elements import looks_like_html
from articles.importing.markup import read_html
from articles.importing.pieces import (
    Heading,
    Item,
    Paragraph,
    Piece,
    Run,
    Table,
    markup,
)
from articles.importing.tables import table_value

# What the heading block takes; see ``articles.blocks.text``.
HEADING_LIMIT = 60
# An editor with thousands of paragraphs in one field is slow; a block holds this many.
PARAGRAPHS_A_BLOCK = 60
# Stands between the paragraphs while they get their keys. Cleaned text has none.
SEPARATOR = "\x1f"


@dataclass(frozen=True)
class CleanBody:
    """``blocks``: raw data of the stream. ``left_out``: what could not be taken along."""

    blocks: list[dict[str, Any]]
    left_out: list[str]


def clean_body(source: str, title: str = "") -> CleanBody:
    """The body that ``source`` (plain text or HTML) amounts to.

    A heading at the beginning that only repeats ``title`` is dropped.
    """
    if looks_like_html(source):
        pieces, left_out = read_html(source)
    else:
        lines = split_lines(html.unescape(source))
        pieces, left_out = [Paragraph([Run(line)]) for line in lines], []
    if pieces and isinstance(pieces[0], Heading) and pieces[0].text == title:
        pieces = pieces[1:]
    return CleanBody(list(_with_ids(_blocks(pieces))), left_out)


def _blocks(pieces: list[Piece]) -> Iterator[tuple[str, Any]]:
    """(block type, raw value), in order."""
    texts = list(_texts(pieces))
    # Keys are given to all paragraphs together: they are addresses within the page.
    keyed = iter(
        with_keys(SEPARATOR.join(text for text in texts if isinstance(text, str))).split(SEPARATOR)
    )
    for is_text, group in groupby(texts, key=lambda text: isinstance(text, str)):
        if is_text:
            paragraphs = [next(keyed) for _text in group]
            for start in range(0, len(paragraphs), PARAGRAPHS_A_BLOCK):
                yield "paragraph", "".join(paragraphs[start : start + PARAGRAPHS_A_BLOCK])
            continue
        for piece in group:
            if isinstance(piece, Heading):
                yield "heading", {"text": piece.text, "level": piece.level}
            elif isinstance(piece, Table):
                yield "table", table_value(piece)


def _texts(pieces: Iterable[Piece]) -> Iterator[str | Heading | Table]:
    """Paragraphs and lists as rich text, one string each; the rest as it is."""
    for is_item, group in groupby(pieces, key=lambda piece: isinstance(piece, Item)):
        if is_item:
            yield _list([piece for piece in group if isinstance(piece, Item)])
            continue
        for piece in group:
            if isinstance(piece, Paragraph):
                yield f"<p>{markup(piece.line)}</p>"
            elif isinstance(piece, Heading) and len(piece.text) > HEADING_LIMIT:
                yield f"<p>{markup([Run(piece.text, bold=True)])}</p>"
            elif isinstance(piece, Heading | Table):
                yield piece


def _list(items: list[Item]) -> str:
    """Nested lists from entries that know their depth."""
    out: list[str] = []
    open_tags: list[str] = []
    for item in items:
        tag = "ol" if item.ordered else "ul"
        depth = min(item.depth, len(open_tags) + 1)
        while len(open_tags) > depth:
            out.append(f"</li></{open_tags.pop()}>")
        if len(open_tags) == depth and open_tags[-1] != tag and depth == 1:
            out.append(f"</li></{open_tags.pop()}>")
        if len(open_tags) == depth:
            out.append("</li><li>")
        else:
            open_tags.append(tag)
            out.append(f"<{tag}><li>")
        out.append(markup(item.line))
    out.extend(f"</li></{tag}>" for tag in reversed(open_tags))
    return "".join(out)


def _with_ids(blocks: Iterable[tuple[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each block with an id made from its content: imported again, anchors stay what they were."""
    taken: set[uuid.UUID] = set()
    for block_type, value in blocks:
        words = f"{block_type}:{value!r}"
        made = _identity(words)
        while made in taken:
            made = _identity(made.hex + words)
        taken.add(made)
        yield {"type": block_type, "value": value, "id": str(made)}


def _identity(words: str) -> uuid.UUID:
    return uuid.UUID(bytes=hashlib.blake2b(words.encode(), digest_size=16).digest(), version=4)
