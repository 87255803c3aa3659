"""字数: one count for the editor's meter, the limits and the page."""

import html
import math
import re
from typing import Any

# CJK unified ideographs with all extensions so far, compatibility forms, 〇 and iteration mark 々.
HAN = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f\U00030000-\U000323af"
)
# One Han character, or one run of other letters and digits (5G, don't, 1,460, 20:30).
UNIT = re.compile(
    rf"[{HAN}]|[^\W_{HAN}]+(?:(?:(?<=\d)[.,:/](?=\d)|['’-])[^\W_{HAN}]+)*",
)
BREAKING_TAG = re.compile(r"</(?:p|li|h[1-6]|td|th|div|blockquote)>|<br\s*/?>|<hr\s*/?>", re.I)
TAG = re.compile(r"<[^>]*>")

# Characters a minute of a reader who takes their time over Chinese prose.
READING_SPEED = 400
# And of a voice that reads it aloud.
SPEAKING_SPEED = 240


def count_words(text: str) -> int:
    """How many 字 a plain text has: Han characters + Latin words + numbers.

    Punctuation, spaces, emoji and zero-width characters do not count. Full-width digits and
    letters count like their ordinary forms.

    >>> count_words("5G智慧党校，共 1,460 字。")
    8
    """
    return sum(1 for _ in UNIT.finditer(text))


def reading_minutes(words: int) -> int:
    """Whole minutes, at least one, at ``READING_SPEED``."""
    return max(1, math.floor(words / READING_SPEED + 0.5))


def listening_minutes(words: int) -> int:
    """Whole minutes, at least one, at ``SPEAKING_SPEED``."""
    return max(1, math.floor(words / SPEAKING_SPEED + 0.5))


def text_of_html(source: str) -> str:
    """The text of a stored rich text, one line a paragraph."""
    return html.unescape(TAG.sub("", BREAKING_TAG.sub("\n", source))).strip()


def body_text(body: Any) -> str:
    """What a reader reads in a body, block by block; captions and credits do not count as 字."""
    parts: list[str] = []
    for child in body:
        text_of = getattr(child.block, "text_of", None)
        if text_of is not None:
            parts.append(text_of(child.value))
    return "\n".join(parts)
