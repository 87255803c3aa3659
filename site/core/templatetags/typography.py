"""How headings and figures are set: where a Chinese title may break, how large numbers read."""

import re
from functools import lru_cache

from django import template

import rjieba

register = template.Library()

# A place where a line may break, invisible and silent. Not <wbr>: screen readers pause at it and
# read a title in pieces.
BREAK = "\u200b"
NO_BREAK_SPACE = "\u00a0"

# Titles beyond this length are prose; they break anywhere, and segmenting them gains nothing.
MAX_LENGTH = 300
# A quoted name of up to this many characters stays in one piece.
UNBROKEN_NAME = 8
# What a narrow column takes in one line; a longer run would be broken anywhere, even before a mark.
UNBROKEN_RUN = 8

PARTICLES = frozenset("的了着过们吗呢得地么")
# Words that lean on the next one: a line that ends in 给 or 和 reads as cut off.
LEADING_WORDS = frozenset(
    "到给和与及或在把被将向从对为让用以由按先不再也都就又还更最很給與將從對為讓還"
) | {
    "怎么",
    "怎样",
    "如何",
}
OPENING = frozenset("（《〈“‘「『【〔([{")
CLOSING = {"《": "》", "〈": "〉", "“": "”", "「": "」", "『": "』"}
MEASURE_WORDS = (
    "公里|千米|平方米|立方米|公斤|公顷|小时|分钟|人次|万元|亿元|"
    "个|名|位|件|项|条|篇|家|户|座|次|场|支|张|本|间|处|套|辆|台|步|岁|天|周|亩|米|吨|元|字|人|组|幅|棵|盏"
)

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD_START = re.compile(r"\w")
# What belongs to the word after it: 一|公里, 五|步法, 2025|年, 三个|周末.
_NUMERAL = re.compile(
    rf"[第几两〇零一二三四五六七八九十百千万亿\d.,]+(?:{MEASURE_WORDS}|碗|种|次|回)?"
)
# 第3场 and 2025年 are names, not counts: nothing between digit and character there.
_COUNT = re.compile(rf"(?<![第\d.,])(\d[\d.,]*) ?(?=(?:{MEASURE_WORDS}))")
_HAN_BEFORE_COUNT = re.compile(rf"(?<=[\u3400-\u9fff])(?=[\d.,]+{NO_BREAK_SPACE})")
_LATIN = re.compile(r"[0-9A-Za-z]")


@register.filter
def headline(title: object) -> str:
    """A title for a heading: breaks allowed between words only (with ``word-break: keep-all``).

    No break before particles and closing marks, after opening marks and leaning words, inside a quoted name of up to
    eight characters, next to a lone first or last character, or between a number and what it
    counts. For rendered headings alone: ``<title>``, feeds and indexes take the bare title.
    """
    text = _INVISIBLE.sub("", str(title)).strip()
    if len(text) > MAX_LENGTH or not _HAN.search(text):
        return text
    return _set(text)


@register.filter
def thousands(number: object) -> str:
    """1460 as 1,460, in every language; the empty string for what is no number."""
    if isinstance(number, bool) or not isinstance(number, int):
        return ""
    return f"{number:,}"


@lru_cache(maxsize=4096)
def _set(text: str) -> str:
    text = _COUNT.sub(rf"\1{NO_BREAK_SPACE}", text)
    # The same gap before the number, but there a line may break.
    words = rjieba.cut(_HAN_BEFORE_COUNT.sub(" ", text))
    protected = _protected_positions("".join(words))
    places = _places(words, protected)
    if _is_not_understood(words):
        places = _rescue(words, places)
    return "".join(f"{BREAK}{word}" if at in places else word for at, word in enumerate(words))


def _places(words: list[str], protected: set[int]) -> set[int]:
    """The words before which a line may break."""
    places = set()
    position = 0
    length = sum(map(len, words))
    for at, word in enumerate(words):
        if at and _may_break(words[at - 1], word, position, length, protected):
            places.add(at)
        position += len(word)
    return places


def _rescue(words: list[str], places: set[int]) -> set[int]:
    """Of ``places`` the middle one of each run between marks that is too long for a narrow line."""
    kept: set[int] = set()
    run: list[int] = []
    for at in range(len(words) + 1):
        if at < len(words) and _WORD_START.match(words[at]):
            run.append(at)
            continue
        # The mark that ends the run stands on its line.
        kept |= _middle(words, run, places)
        run = []
    return kept


def _middle(words: list[str], run: list[int], places: set[int]) -> set[int]:
    length = sum(len(words[at]) for at in run)
    if length < UNBROKEN_RUN:
        return set()
    before, found = 0, {}
    for at in run:
        if at in places and at != run[0]:
            found[at] = abs(2 * before - length)
        before += len(words[at])
    # Of two places as near the later one: a longer first line reads better.
    return {min(found, key=lambda at: (found[at], -at))} if found else set()


def _is_not_understood(words: list[str]) -> bool:
    """Whether the segmenter found hardly any words, as in Traditional Chinese.

    Its breaks would be worse than none: then lines break at marks, and elsewhere where they must.
    """
    known = PARTICLES | LEADING_WORDS
    content = [word for word in words if _HAN.match(word) and word not in known]
    lone = [word for word in content if len(word) == 1 and not _NUMERAL.fullmatch(word)]
    return len(lone) * 2 > len(content)


def _may_break(before: str, word: str, position: int, length: int, protected: set[int]) -> bool:
    if position in protected or word in PARTICLES:
        return False
    # Marks and spaces have breaking rules of their own, which the browser knows.
    if before[-1] in OPENING or not (_WORD_START.match(word) or word[0] in OPENING):
        return False
    if before[-1].isspace() or before in LEADING_WORDS or _NUMERAL.fullmatch(before):
        return False
    # A zero-width space would keep the browser from setting Han and Latin apart.
    if bool(_LATIN.match(word)) != bool(_LATIN.match(before[-1])):
        return False
    # Never one character alone on the first or last line.
    return position > 1 and length - position > 1


def _protected_positions(text: str) -> set[int]:
    """The places inside short quoted names, where no line may break."""
    protected: set[int] = set()
    for start, mark in enumerate(text):
        end = text.find(CLOSING[mark], start) if mark in CLOSING else -1
        if end != -1 and end - start - 1 <= UNBROKEN_NAME:
            protected.update(range(start + 1, end + 1))
    return protected
