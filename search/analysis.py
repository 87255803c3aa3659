"""Text to terms, the same for indexing and for asking.

Both engines get what is made here as space-separated text and split it at spaces only, so they
rank alike and need no plugin. Three kinds of term complement one another: words find meaning,
bigrams find what the dictionary does not know, single characters answer one-character questions
and, in order, exact phrases.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import opencc

from search import segmenter
from search.stopwords import STOP_WORDS

# The ideographs with all their extensions, and 々 and 〇, which stand among them.
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# A run of Han characters, or one of other letters and digits.
RUN = re.compile(f"([{_HAN}]+)|[^\\W_{_HAN}]+")
_LATIN = re.compile(f"[^\\W_{_HAN}]")
_LETTER = re.compile(f"[^\\W_]|[{_HAN}]")
# Full-width letters, digits and signs have their narrow forms one for one.
NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# What stays one character, in its place, when it is composed: ASCII and its full-width forms, Han
# characters and their punctuation, the dot in names. For use in a class.
STAYS = "\u0020-\u007e\u00b7\u00d7\u2013\u2014\u2018-\u201d\u2500\u3000-\u3011\u4e00-\u9fff\uff01-\uff5e"
# Without the last before something else, which that may merge with.
_STAYING = re.compile(f"[{STAYS}]+(?=[{STAYS}]|\\Z)")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
# Invisible characters (zero width, soft hyphen, byte order mark, variation selectors) would hide
# the word they stand in; surrogates cannot be written as UTF-8.
_DROPPED = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ud800-\udfff\U000e0000-\U000e01ef]"
)
# Stands in the u field around the copies of the title, so that no phrase goes across; nobody can
# ask for it.
GAP = "\u241e"
# A longer run is data, not a word; and both engines limit the bytes of a term.
MAX_RUN = 64

# Traditional characters become Simplified, one for one where no word says otherwise.
simplified = opencc.OpenCC("t2s").convert


@dataclass(frozen=True, slots=True)
class Terms:
    """The three fields of a document, each space-separated."""

    w: str
    b: str
    u: str


@dataclass(frozen=True, slots=True)
class AskedTerms:
    """What a question asks for, each term once, in the order of the question."""

    w: tuple[str, ...] = ()
    b: tuple[str, ...] = ()
    u: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.w or self.b or self.u)


def normalise(text: str) -> str:
    """``text`` in the one form that is compared: NFKC, Simplified, lower case, nothing invisible.

    >>> normalise("ＡＩ賦能黨建")
    'ai赋能党建'
    """
    # NFKC first, because compatibility ideographs are Traditional ones in disguise.
    return simplified(_composed(text)).lower()


def index_terms(title: str, body: str) -> Terms:
    """The terms of a document: those of the title twice, then those of the body."""
    title, body = normalise(title), normalise(body)
    fields = []
    for terms_of, gap in ((_words, ()), (_bigrams, ()), (_singles, (GAP,))):
        head = [*terms_of(title), *gap] if title else []
        fields.append(" ".join([*head, *head, *terms_of(body)]))
    return Terms(*fields)


def ask_terms(text: str, *, alone: bool = True) -> AskedTerms:
    """The terms of a question, without question and function words unless nothing else is left.

    ``alone``: false where ``text`` is what remains of a question, so that something is left.

    >>> ask_terms("什么是三会一课").u
    ('三', '会', '一', '课')
    """
    pieces = segmenter.cut(normalise(text))
    telling = [" " if _is_stop_word(pieces, place) else piece for place, piece in enumerate(pieces)]
    if not alone or any(_LETTER.search(piece) for piece in telling):
        pieces = telling
    # Left out words become gaps: bigrams across them would be terms nobody asked for.
    text = "".join(pieces)
    fields = (_only_words(pieces), _bigrams(text), _singles(text))
    return AskedTerms(*(tuple(dict.fromkeys(terms)) for terms in fields))


def phrase_terms(text: str) -> list[str]:
    """The u terms of an exact phrase, in order, repetitions included."""
    return list(_singles(normalise(text)))


def words(text: str) -> list[tuple[str, int, int]]:
    """The words of ``text`` as they are indexed, with start and end in ``text`` as it was given.

    A word inside a longer one stands before it, as in the w field.

    >>> words("學習二十大")[0]
    ('学习', 0, 2)
    """
    normal, places = align(text)
    return [
        (word[:MAX_RUN], places[start], places[end - 1] + 1)
        for word, start, end in segmenter.tokenize(normal)
        if _LETTER.search(word)
    ]


def align(text: str) -> tuple[str, Sequence[int]]:
    """``normalise(text)``, and for each of its characters the place in ``text`` it came from."""
    normal = normalise(text)
    if len(normal) == len(text) and unicodedata.is_normalized("NFKC", text):
        # Nothing was dropped or taken apart; simplifying and lowering keep places.
        return normal, range(len(text))
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for run in [*_STAYING.finditer(text), None]:
        until = run.start() if run else len(text)
        for start, cluster in _clusters(text[done:until]):
            piece = _composed(cluster)
            pieces.append(piece)
            places.extend([done + start] * len(piece))
        if run:
            pieces.append(run[0].translate(NARROW))
            places.extend(range(until, run.end()))
            done = run.end()
    composed = "".join(pieces)
    simple = simplified(composed)
    # İ is the one letter whose small form is longer than itself.
    small = "".join(char.lower()[:1] for char in simple)
    return small[: len(places)], places


def has_letters(text: str) -> bool:
    """Whether ``text`` holds anything that can be searched for; signs and emoji cannot."""
    return _LETTER.search(normalise(text)) is not None


def is_inside_word(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` cuts a Latin word or a number in two (``ai`` in ``said``)."""

    if not (_LATIN.match(text[start]) or _LATIN.match(text[end - 1])):
        # Between Chinese characters there is no inside.
        return False

    def joined(left: int, right: int) -> bool:
        return left >= 0 and right < len(text) and all(map(_LATIN.match, (text[left], text[right])))

    return joined(start - 1, start) or joined(end - 1, end)


def _composed(text: str) -> str:
    text = _CONTROL.sub(" ", _DROPPED.sub("", text))
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text))


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Characters with the marks that NFKC may merge into them, each with its place."""
    start = 0
    for place in range(1, len(text) + 1):
        if place < len(text) and unicodedata.combining(text[place]):
            continue
        if place > start:
            yield start, text[start:place]
        start = place


def _is_stop_word(pieces: list[str], place: int) -> bool:
    """Whether the piece tells nothing; a part of a Latin word is no word (the "I" of "ià")."""
    piece = pieces[place]
    if piece not in STOP_WORDS:
        return False
    before, after = pieces[place - 1 : place], pieces[place + 1 : place + 2]
    return not (
        piece.isascii()
        and ((before and _LATIN.match(before[0][-1])) or (after and _LATIN.match(after[0][0])))
    )


def _only_words(pieces: Iterable[str]) -> Iterator[str]:
    return (piece[:MAX_RUN] for piece in pieces if _LETTER.search(piece))


def _words(text: str) -> Iterator[str]:
    return _only_words(segmenter.cut_for_search(text))


def _bigrams(text: str) -> Iterator[str]:
    for run in RUN.finditer(text):
        han = run[1]
        if han is None:
            yield run[0][:MAX_RUN]
        else:
            for place in range(len(han) - 1):
                yield han[place : place + 2]


def _singles(text: str) -> Iterator[str]:
    for run in RUN.finditer(text):
        if run[1] is None:
            yield run[0][:MAX_RUN]
        else:
            yield from run[1]
