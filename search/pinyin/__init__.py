"""Pinyin without tones, light enough for every process that answers while a reader types."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import islice, product
from pathlib import Path

from search.analysis import MAX_RUN, RUN

_READINGS = Path(__file__).with_name("readings.txt")
# Family names that are read otherwise than the word; whole names are read with them.
_SURNAMES = {
    "单": "shan", "仇": "qiu", "任": "ren", "解": "xie", "查": "zha", "曾": "zeng", "朴": "piao",
    "区": "ou", "盖": "ge", "华": "hua", "翟": "zhai", "尉": "wei", "缪": "miao", "燕": "yan",
    "宁": "ning", "覃": "qin", "乐": "yue", "员": "yun", "冼": "xian", "折": "she", "召": "shao",
    "种": "chong", "黑": "he", "秘": "bi", "繁": "po", "那": "na", "逄": "pang", "幺": "yao",
}  # fmt: skip
_DOUBLE_SURNAMES = {
    "尉迟": ["yu", "chi"], "万俟": ["mo", "qi"], "长孙": ["zhang", "sun"], "澹台": ["tan", "tai"],
    "单于": ["chan", "yu"], "宇文": ["yu", "wen"], "鲜于": ["xian", "yu"],
}  # fmt: skip
_LONGEST = 8
_NOT_LETTERS = re.compile(r"[^a-z]")


@cache
def _tables() -> tuple[dict[str, str], dict[str, list[str]]]:
    """Usual reading of each character; words that are read otherwise."""
    usual: dict[str, str] = {}
    words: dict[str, list[str]] = {}
    for line in _READINGS.read_text(encoding="utf-8").splitlines():
        head, _space, rest = line.partition(" ")
        if head.isascii():
            if head.isalpha():
                usual.update(dict.fromkeys(rest, head))
        else:
            words[head] = rest.split()
    return usual, words


@cache
def all_syllables() -> frozenset[str]:
    """Every syllable there is."""
    usual, words = _tables()
    return frozenset(usual.values()).union(*words.values()) - {""}


def may_begin(letters: str) -> bool:
    """Whether a syllable, or several in a row, can begin with ``letters``.

    >>> may_begin("zho"), may_begin("dj")
    (True, False)
    """
    return letters[:2] in _beginnings()


@cache
def _beginnings() -> frozenset[str]:
    pairs = {syllable[:2] for syllable in all_syllables()}
    singles = {syllable for syllable in all_syllables() if len(syllable) == 1}
    initials = {syllable[0] for syllable in all_syllables()}
    return frozenset(pairs | initials | {one + other for one in singles for other in initials})


def tokens(text: str) -> list[tuple[str, str]]:
    """The Han characters and other runs of normalised ``text``, each with how it is typed.

    >>> tokens("重庆5g")
    [('重', 'chong'), ('庆', 'qing'), ('5g', '5g')]
    """
    found: list[tuple[str, str]] = []
    for run in RUN.finditer(text):
        if run[1] is None:
            found.append((run[0][:MAX_RUN], run[0][:MAX_RUN]))
        else:
            found += zip(run[1], _read(run[1]), strict=True)
    return found


def joined(text: str) -> str:
    """The syllables of ``text`` without spaces.

    >>> joined("党建")
    'dangjian'
    """
    return "".join(syllable for _char, syllable in tokens(text))


def soundings(han: str, limit: int = 6) -> list[str]:
    """What ``han`` may sound like, the usual first: who mistypes a word has its sound in mind.

    >>> soundings("重磬")
    ['zhongqing', 'chongqing']
    """
    ways = product(*(_ways(char, syllable) for char, syllable in tokens(han)))
    return ["".join(way) for way in islice(ways, limit)]


def _ways(char: str, syllable: str) -> list[str]:
    return [syllable, *sorted(_other_readings().get(char, set()) - {syllable})]


@cache
def _other_readings() -> dict[str, set[str]]:
    """Characters with what they are read as in some words."""
    usual, words = _tables()
    others: defaultdict[str, set[str]] = defaultdict(set)
    for word, syllables in words.items():
        for char, syllable in zip(word, syllables, strict=True):
            if usual.get(char) != syllable:
                others[char].add(syllable)
    return dict(others)


def of_name(name: str) -> list[list[tuple[str, str]]]:
    """The ways in which a person's name may be read: as a name, and as its characters usually are.

    >>> [[syllable for _char, syllable in way] for way in of_name("单志刚")]
    [['shan', 'zhi', 'gang'], ['dan', 'zhi', 'gang']]
    """
    usual = tokens(name)
    if name[:2] in _DOUBLE_SURNAMES:
        family = list(zip(name[:2], _DOUBLE_SURNAMES[name[:2]], strict=True))
    elif name[:1] in _SURNAMES:
        family = [(name[0], _SURNAMES[name[0]])]
    else:
        return [usual]
    named = [*family, *usual[len(family) :]]
    return [named] if named == usual else [named, usual]


def splits(letters: str, limit: int = 24) -> Iterator[list[str]]:
    """The ways to read typed ``letters`` as syllables and first letters; the last may be begun.

    >>> ["xi", "an"] in splits("xian")
    True
    >>> next(splits("dangj"))
    ['dang', 'j']
    """
    syllables = all_syllables()
    # Dead ends count as well: of some letters there are more than anybody could wait for.
    steps = iter(range(limit * 100))

    def split(place: int, pieces: list[str]) -> Iterator[list[str]]:
        if place == len(letters):
            yield pieces
            return
        for length in range(min(6, len(letters) - place), 0, -1):
            if next(steps, None) is None:
                return
            piece = letters[place : place + length]
            if piece in syllables or _is_initial(piece) or _is_begun(piece, letters, place):
                yield from split(place + length, [*pieces, piece])

    yield from islice(split(0, []), limit)


def _is_initial(piece: str) -> bool:
    return piece in {"zh", "ch", "sh"} or (len(piece) == 1 and piece not in "iuv")


def _is_begun(piece: str, letters: str, place: int) -> bool:
    return place + len(piece) == len(letters) and any(
        syllable.startswith(piece) for syllable in all_syllables()
    )


def sounds_like(syllables: str) -> str:
    """The same for what is easily confused when speaking: zh and z, n and l, -ng and -n.

    >>> sounds_like("zhongguo") == sounds_like("zongguo")
    True
    """
    letters = _NOT_LETTERS.sub("", syllables)
    for one, other in (
        ("zh", "z"),
        ("ch", "c"),
        ("sh", "s"),
        ("ng", "n"),
        ("l", "n"),
        ("hu", "fu"),
    ):
        letters = letters.replace(one, other)
    return letters


def _read(han: str) -> list[str]:
    usual, words = _tables()
    found: list[str] = []
    place = 0
    while place < len(han):
        for length in range(min(_LONGEST, len(han) - place), 1, -1):
            if syllables := words.get(han[place : place + length]):
                found += syllables
                place += length
                break
        else:
            found.append(usual.get(han[place], ""))
            place += 1
    return found
