"""What may have been meant by what was typed, word for word: by sound, by shape, by one letter.

Whether something stands anywhere is asked of an ``Eye``, which sees what the asker may read.
"""

import re
from collections.abc import Container, Iterator
from typing import Protocol

from search import pinyin, segmenter
from search.analysis import RUN, normalise
from search.numbers import COUNTED, NUMERALS
from search.shapes import look_alike
from search.stopwords import STOP_WORDS
from search.suggest import Suggester
from search.vocabulary import VocabularyReader

# Fewer results than this are few.
FEW = 3
# Of longer stretches nobody expects that they stand somewhere in one piece.
LONGEST_RUN = 12
MAX_CANDIDATES = 12
# Topics, branches and people looked up for initials.
MAX_NAMES = 4
# With so many results nobody typed pinyin between characters.
MANY = 10
# A shorter word is one letter away from too many others.
SHORTEST_MISSPELLED = 4
# A stretch without spaces and signs.
_PIECE = re.compile(r"[^\W_]+")


class Eye(Protocol):
    access: tuple[str, ...]

    def sees(self, text: str) -> bool:
        """Whether ``text`` stands somewhere, exactly so."""

    def unknown(self, han: str) -> list[int]:
        """Places in ``han`` whose character and the next stand side by side nowhere."""


def corrected(typed: str, total: int, eye: Eye, suggester: Suggester) -> str:
    """Normalised ``typed``, which found ``total``, as it may have been meant; else as it is."""
    pieces = list(_PIECE.finditer(typed))
    if better := _better_spaced([piece[0] for piece in pieces], total, eye, suggester):
        return better
    parts: list[str] = []
    place = 0
    before = ""
    for piece in pieces:
        found = _better(piece[0], total, eye, suggester, alone=len(pieces) == 1)
        between = typed[place : piece.start()]
        place = piece.end()
        if found and found == before:
            # Nobody asks for the same twice in a row: it was not what each of them meant.
            parts.append(between.rstrip())
        else:
            parts += [between, found or piece[0]]
        before = found
    return "".join([*parts, typed[place:]])


def _better_spaced(pieces: list[str], total: int, eye: Eye, suggester: Suggester) -> str:
    """What was typed as syllables with spaces between them, and nothing else, or nothing."""
    if len(pieces) < 2 or not all(map(_syllables_of, pieces)):
        return ""
    if total >= FEW and eye.sees(" ".join(pieces)):
        return ""
    joined = "".join(pieces)
    return _by_sound(joined, eye, suggester.reader) or _by_name(joined, eye, suggester)


def _better(text: str, total: int, eye: Eye, suggester: Suggester, *, alone: bool) -> str:
    """What may have been meant by a stretch of letters and characters, or nothing.

    ``alone``: whether nothing else was typed.
    """
    runs = list(RUN.finditer(text))
    if len(runs) > 1 and total < MANY and (better := _better_mixed(text, eye, suggester.reader)):
        return better
    counted = {
        place for found in COUNTED.finditer(text) for place in range(found.start(), found.end())
    }

    def better_run(run: re.Match[str]) -> str:
        better = ""
        if run[1]:
            fixed = {place - run.start() for place in counted}
            better = _better_han(run[0], total, eye, suggester.reader, fixed)
        elif _is_latin(run[0]) and len(run[0]) > 1:
            is_all = alone and len(runs) == 1
            better = _better_latin(run[0], total, eye, suggester, alone=is_all)
        return better or run[0]

    better = RUN.sub(better_run, text)
    return better if better != text else ""


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _better_mixed(text: str, eye: Eye, reader: VocabularyReader) -> str:
    """Characters and pinyin in one word (xiang村)."""
    runs = [run[0] for run in RUN.finditer(text)]
    if not all(_is_latin(run) or run.isalpha() for run in runs) or "".join(runs) != text:
        return ""
    sounds = [run if _is_latin(run) else pinyin.soundings(run)[0] for run in runs]
    typed = [run for run in runs if not _is_latin(run)]
    for word in reader.by_pinyin("".join(sounds)):
        if all(run in word for run in typed) and eye.sees(word):
            return word
    return ""


def _better_han(
    text: str, total: int, eye: Eye, reader: VocabularyReader, fixed: Container[int] = ()
) -> str:
    """``text`` with one word in it replaced so that it can be found, and no place of ``fixed``."""
    if len(text) < 2 or (len(text) > LONGEST_RUN and total >= FEW):
        return ""
    text = text[:LONGEST_RUN]
    unknown = _suspicious(text, eye.unknown(text))
    if not unknown or (total >= FEW and len(unknown) > 4):
        return ""
    tried = 0
    for start, end in _windows(text, unknown):
        for word in _candidates(text[start:end], reader):
            if any(one != text[place] and place in fixed for place, one in enumerate(word, start)):
                continue
            tried += 1
            if tried > MAX_CANDIDATES:
                return ""
            better = text[:start] + word + text[end:]
            # It must be somewhere, and stand as well with what is around it.
            around = better[max(0, start - 1) : end + 1]
            if eye.sees(around) and (around != word or _is_likelier(word, text[start:end])):
                return better
            # What stands with other words here than anywhere must make sense of more.
            if around != better and _rest(better) < _rest(text) and eye.sees(word):
                return better
    return ""


def _is_likelier(word: str, typed: str) -> bool:
    """Whether ``word`` is one rather than ``typed``, by the dictionary.

    Any two characters may stand side by side somewhere: 只回 is no better than 智慧.
    """
    return segmenter.is_word(word) or not segmenter.is_word(typed)


def _rest(text: str) -> int:
    """How many characters belong to no word of the dictionary."""
    return sum(
        len(piece)
        for piece in segmenter.cut(text)
        if piece not in STOP_WORDS and (len(piece) == 1 or not segmenter.is_word(piece))
    )


def _suspicious(text: str, unknown: list[int]) -> list[int]:
    """Of the places that nobody wrote so, those that are no mere neighbourhood of two words."""
    if not unknown:
        return []
    places: dict[int, str] = {}
    sound: set[int] = set()
    start = 0
    for piece in segmenter.cut(text):
        end = start + len(piece)
        places.update(dict.fromkeys(range(start, end), piece))
        if piece in STOP_WORDS or (
            len(piece) > 1 and not any(start <= place < end - 1 for place in unknown)
        ):
            sound.update(range(start, end))
        start = end

    def is_border(place: int) -> bool:
        one, other = places[place], places[place + 1]
        if place in sound and place + 1 in sound:
            return one != other or one in STOP_WORDS
        # A question word stands beside anything.
        return any(len(piece) > 1 and piece in STOP_WORDS for piece in (one, other))

    return [place for place in unknown if not is_border(place)]


def _windows(text: str, unknown: list[int]) -> Iterator[tuple[int, int]]:
    """Stretches that hold an unknown pair of characters, the longest first."""
    for length in range(min(6, len(text)), 1, -1):
        for start in range(len(text) - length + 1):
            if any(start <= place and place + 2 <= start + length for place in unknown):
                yield start, start + length


def _candidates(window: str, reader: VocabularyReader) -> list[str]:
    """Words of the index that may have been meant: same sound, like shape, similar sound."""
    sounds = pinyin.soundings(window)
    found = [word for sound in sounds for word in reader.by_pinyin(sound)]
    alike = [
        window[:place] + other + window[place + 1 :]
        for place, char in enumerate(window)
        for other in look_alike(char)
    ]
    if alike:
        counts = reader.counts(alike)
        found += sorted(counts, key=lambda word: -counts[word])
    found += reader.by_sound(pinyin.sounds_like(sounds[0]))
    if len(window) > 2:
        # One character wrong or two exchanged, in a word long enough to be sure.
        near = reader.beginning(window[0], len(window), len(window))
        found += [word for word in near if distance(word, window) == 1]
    same_length = [
        word
        for word in found
        if len(word) == len(window) and word != window and _same_numbers(word, window)
    ]
    return list(dict.fromkeys(same_length))[:MAX_CANDIDATES]


def _same_numbers(word: str, typed: str) -> bool:
    """No number is meant by another."""
    return all(
        one == other or not NUMERALS.intersection((one, other))
        for one, other in zip(word, typed, strict=True)
    )


def _better_latin(text: str, total: int, eye: Eye, suggester: Suggester, *, alone: bool) -> str:
    """Pinyin as characters, initials of a name, or a Latin word spelled as it is in the index."""
    is_known = eye.sees(text)
    if is_known and total >= FEW:
        return ""
    syllables = _syllables_of(text)
    # Beside other words one syllable is any of a hundred characters.
    if (alone or len(syllables) != 1) and (word := _by_sound(text, eye, suggester.reader)):
        return word
    if is_known:
        # It stands in an address, say: only what sounds exactly so is worth a word.
        return ""
    # Beside other words letters are initials of anything.
    if (alone or len(syllables) > 1) and (name := _by_name(text, eye, suggester)):
        return name
    return _by_spelling(text, eye, suggester.reader)


def _by_sound(letters: str, eye: Eye, reader: VocabularyReader) -> str:
    """The word or words that are typed so in pinyin."""
    if len(letters) < 3:
        return ""
    words = [*reader.by_pinyin(letters), *_words_of_syllables(letters, reader)]
    for word in words[:MAX_CANDIDATES]:
        if not word.isascii() and eye.sees(word):
            return word
    return ""


def _by_name(letters: str, eye: Eye, suggester: Suggester) -> str:
    """The topic, branch or person with these syllables or initials."""
    for name in suggester.suggest(letters, eye.access, limit=MAX_NAMES, titles=False):
        if eye.sees(normalise(name.text)):
            return normalise(name.text)
    return ""


def _by_spelling(text: str, eye: Eye, reader: VocabularyReader) -> str:
    """The Latin word that is spelled nearly so."""
    if len(text) < SHORTEST_MISSPELLED:
        return ""
    allowed = 1 if len(text) < 6 else 2
    near = [
        (distance(word, text), place, word)
        for place, word in enumerate(
            reader.beginning(text[0], max(2, len(text) - allowed), len(text) + allowed)
        )
        if word.isascii()
    ]
    for steps, _place, word in sorted(near)[:3]:
        if 0 < steps <= allowed and eye.sees(word):
            return word
    return ""


def _syllables_of(letters: str) -> list[str]:
    """The whole syllables that ``letters`` may be read as, as few as possible; else none."""
    if not _is_latin(letters):
        return []
    whole = (
        split
        for split in pinyin.splits(letters, limit=6)
        if pinyin.all_syllables().issuperset(split)
    )
    return min(whole, key=len, default=[])


def _words_of_syllables(letters: str, reader: VocabularyReader) -> Iterator[str]:
    """Several words typed as one run of pinyin: the longest words first."""
    for syllables in pinyin.splits(letters, limit=6):
        if len(syllables) < 2 or not pinyin.all_syllables().issuperset(syllables):
            continue
        words: list[str] = []
        place = 0
        while place < len(syllables):
            for end in range(min(len(syllables), place + 6), place, -1):
                found = reader.by_pinyin("".join(syllables[place:end]), limit=1)
                if found:
                    words += found
                    place = end
                    break
            else:
                break
        if place == len(syllables):
            yield "".join(words)


def distance(one: str, other: str) -> int:
    """Letters to add, leave out, replace or exchange with the next, to get from one to the other.

    >>> distance("wagtial", "wagtail")
    1
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        current = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, row = row, current
    return row[-1]
