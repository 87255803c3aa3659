"""Where in a text the words of a question stand, and a piece of it with them marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

# Django's also takes lazy texts, and looks for them in each piece.
from html import escape

from django.utils.safestring import SafeString, mark_safe

from search.analysis import NARROW, STAYS, align, is_inside_word, normalise, simplified
from search.documents import Passage

# Characters of an excerpt; two lines on a wide screen, three or four on a phone.
EXCERPT = 110
# So many are looked for: each costs a walk through the text.
MOST_MARKS = 24
# Where a sentence begins, an excerpt may.
STOPS = "。！？；\n"
# Anything that may not stay one character in its place.
_TAKES_MORE = re.compile(f"[^\n{STAYS}]")
# ``str.translate`` asks the table about every character, which takes four times as long.
_WIDE = re.compile(f"[{''.join(map(chr, NARROW))}]")
_NARROW = {chr(wide): chr(narrow) for wide, narrow in NARROW.items()}


@dataclass(frozen=True, slots=True)
class Marks:
    """Normalised strings to look for; ``pairs`` where none of the ``words`` is there."""

    words: tuple[str, ...]
    pairs: tuple[str, ...] = ()

    @classmethod
    def of(cls, words: Iterable[str], pairs: Iterable[str] = ()) -> "Marks":
        # The longest first, so that a long word is not marked as two short ones.
        # Of equals the earlier one, in every process.
        longest = sorted(dict.fromkeys(filter(None, words)), key=len, reverse=True)
        return cls(tuple(longest[:MOST_MARKS]), tuple(dict.fromkeys(pairs))[:MOST_MARKS])

    def hold(self, normal: str) -> bool:
        """Whether one of the words is there."""
        return any(word in normal for word in self.words)

    def weigh(self, normal: str) -> float:
        """How much of the question a normalised text holds: long words count more, repetition
        little."""
        weight = sum(_weight(word, normal) for word in self.words)
        return weight or 0.1 * sum(_weight(pair, normal) for pair in self.pairs)

    def places(self, normal: str) -> list[tuple[int, int]]:
        """Start and end of what is to be marked, in order, none overlapping."""
        return _places(self.words, normal) or _places(self.pairs, normal)


def _weight(word: str, text: str) -> float:
    count = text.count(word)
    return len(word) ** 1.5 * (1 + 0.1 * min(count - 1, 5)) if count else 0.0


def _places(words: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Where they stand; what stands side by side is one place.

    A single character is marked beside another word only, unless nothing longer was asked for:
    by itself it is everywhere.
    """
    found: list[tuple[int, int]] = []
    taken: set[int] = set()
    for word in words:
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            if taken.isdisjoint(range(start, end)) and not is_inside_word(text, start, end):
                found.append((start, end))
                taken.update(range(start, end))
            start = text.find(word, end)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    if any(len(word) > 1 for word in words):
        return [(start, end) for start, end in joined if end - start > 1]
    return joined


@lru_cache(maxsize=2048)
def aligned(text: str) -> tuple[str, Sequence[int]]:
    """As ``analysis.align``, which takes text apart character by character; nearly all text needs
    no more than what keeps every character in its place. The same titles come again and again."""
    if not _TAKES_MORE.search(text):
        narrow = _WIDE.sub(lambda wide: _NARROW[wide[0]], text)
        normal = simplified(narrow.lower())
        if len(normal) == len(text):
            return normal, range(len(text))
    return align(text)


def folded(text: str, language: str) -> str:
    """A normalised form that is quick to make, for weighing: exact for nearly all Simplified text."""
    return text.lower() if language == "zh-hans" else normalise(text)


def _may_read_otherwise(text: str) -> bool:
    """Whether more than capitals may change when Simplified ``text`` is normalised: it quotes
    Traditional text, or was typed in full width."""
    return bool(_TAKES_MORE.search(text) or _wide_or_traditional().search(text))


@cache
def _wide_or_traditional() -> re.Pattern[str]:
    every = list(map(chr, range(0x4E00, 0xA000)))
    pairs = zip(every, simplified("\n".join(every)).split("\n"), strict=True)
    traditional = "".join(one for one, plain in pairs if one != plain)
    return re.compile(f"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a{traditional}]")


def best_passages(
    passages: Iterable[Passage], marks: Marks, language: str, limit: int = 1
) -> list[Passage]:
    """The passages that hold most of the question, best first; of equals the earlier one."""
    rows = [(folded(one.text, language), one) for one in passages]
    if language == "zh-hans" and not any(marks.hold(normal) for normal, _passage in rows):
        rows = [
            (normalise(one.text) if _may_read_otherwise(one.text) else normal, one)
            for normal, one in rows
        ]
    weighed = [(marks.weigh(normal), one) for normal, one in rows]
    found = [pair for pair in weighed if pair[0] > 0]
    found.sort(key=lambda pair: -pair[0])
    return [passage for _weight, passage in found[:limit]]


def marked(text: str, marks: Marks, limit: int | None = None) -> SafeString:
    """``text`` as HTML with the words of the question in ``<mark>``.

    With ``limit`` the piece of about so many characters that holds most of them, with an ellipsis
    where text was left out.
    """
    normal, places = aligned(text)
    ranges = [
        (places[start], (places[end - 1] + 1)) for start, end in marks.places(normal[: len(places)])
    ]
    begin, end = (0, len(text)) if limit is None else _window(text, ranges, limit)
    parts = ["…"] if begin else []
    place = begin
    for first, last in ranges:
        if first >= place and last <= end:
            parts += [escape(text[place:first]), "<mark>", escape(text[first:last]), "</mark>"]
            place = last
    parts.append(escape(text[place:end]))
    if end < len(text):
        parts.append("…")
    return mark_safe("".join(parts))  # noqa: S308 - every piece is escaped above


def _window(text: str, ranges: Sequence[tuple[int, int]], limit: int) -> tuple[int, int]:
    """The stretch of ``limit`` characters with most marked ones, begun where a sentence does."""
    if len(text) <= limit:
        return 0, len(text)
    if not ranges:
        return 0, limit
    best, start = -1, 0
    for first, _last in ranges:
        held = sum(e - s for s, e in ranges if first <= s and e <= first + limit)
        if held > best:
            best, start = held, first
    lead = max(start - limit // 3, 0)
    stop = max(text.rfind(sign, lead, start) for sign in STOPS)
    begin = stop + 1 if stop >= 0 else lead
    end = min(begin + limit, len(text))
    return max(end - limit, 0) if end == len(text) else begin, end
