"""When each paragraph of a text is spoken in its recording."""

from collections.abc import Iterable
from typing import Any

from articles.anchors import ELEMENT, with_keys
from articles.wordcount import text_of_html
from assets.services.cues import Cue

# As many characters of a line as tell it from others; recordings and texts differ in small things.
OPENING = 8


def places(body: Any) -> list[tuple[str, str]]:
    """(address, words) of each heading and paragraph of a body, in order."""
    found = []
    for block in body:
        if block.block_type == "heading":
            found.append((f"h-{block.id}", bare(block.value["text"])))
        elif block.block_type == "paragraph":
            found += _paragraphs(with_keys(block.value.source))
    return found


def _paragraphs(source: str) -> Iterable[tuple[str, str]]:
    for match in ELEMENT.finditer(source):
        end = source.find(f"</{match.group(1)}>", match.end())
        yield f"p-{match.group(2)}", bare(text_of_html(source[match.end() : end]))


def bare(text: str) -> str:
    """Letters and digits alone: marks and spaces are where a transcript differs."""
    return "".join(char for char in text.lower() if char.isalnum())


def timings(body: Any, cues: Iterable[Cue]) -> list[tuple[str, float]]:
    """(address, second) of each paragraph in which a line of the recording begins, in order.

    A line that stands nowhere in the text (a greeting) belongs to the paragraph before it.
    """
    text = places(body)
    found: list[tuple[str, float]] = []
    at = 0
    for cue in cues:
        words = bare(cue.text)[:OPENING]
        place = next((n for n in range(at, len(text)) if words and words in text[n][1]), None)
        if place is None:
            continue
        at = place
        if not found or found[-1][0] != text[place][0]:
            found.append((text[place][0], cue.start))
    return found
