"""Numbers that are written in two ways: 20届 and 二十届, 100周年 and 一百周年."""

import re
from collections.abc import Iterator

_DIGITS = "零一二三四五六七八九"
# What numbers are written with, in either way.
NUMERALS = frozenset(f"0123456789{_DIGITS}〇十百千万两")
# A number and what it counts, whether or not that is written in both ways.
COUNTED = re.compile(
    rf"[{''.join(sorted(NUMERALS))}]+(?:周年|中全会|号文|[大届次条章课讲期季个名位人年月日号份项件篇])"
)
# What is counted so in documents and speeches; elsewhere both spellings are not one thing.
_COUNTED = "(大|届|次|周年|中全会|条|章|课|讲|期|季|号文|月)"
_ARABIC = re.compile(rf"(第?)(?<![\d.])([1-9]\d{{0,2}}){_COUNTED}")
_CHINESE = re.compile(rf"(第?)(?<![{_DIGITS}十百千万])([{_DIGITS}十百]{{1,6}}){_COUNTED}")
_WRITTEN = re.compile(
    r"(?:([一二三四五六七八九])百)?零?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?"
)


def other_spellings(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and the other spelling of each number in normalised ``text``, with what it counts.

    >>> list(other_spellings("20届三中全会 第1讲"))
    [(0, 3, '二十届'), (3, 7, '3中全会'), (8, 11, '第一讲')]
    """
    found = [
        (*match.span(), match[1] + to_chinese(int(match[2])) + match[3])
        for match in _ARABIC.finditer(text)
    ]
    for match in _CHINESE.finditer(text):
        if number := from_chinese(match[2]):
            found.append((*match.span(), match[1] + str(number) + match[3]))
    yield from sorted(found)


def to_chinese(number: int) -> str:
    """1 to 999 in characters.

    >>> [to_chinese(number) for number in (3, 10, 12, 20, 105, 110, 999)]
    ['三', '十', '十二', '二十', '一百零五', '一百一十', '九百九十九']
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def from_chinese(text: str) -> int:
    """The number that ``text`` writes, 1 to 999; 0 where it writes none.

    >>> [from_chinese(text) for text in ("三", "十二", "一百零五", "百", "二三")]
    [3, 12, 105, 0, 0]
    """
    match = _WRITTEN.fullmatch(text)
    if not match:
        return 0
    hundreds, tens, ten, ones = match.groups()
    number = _DIGITS.find(hundreds or "零") * 100 + _DIGITS.find(ones or "零")
    return number + (10 * _DIGITS.find(tens or "一") if ten else 0)
