"""Finds names by what has been typed of them: characters, pinyin, initials, or these mixed."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product
from re import compile as pattern

from search import pinyin
from search.analysis import RUN, normalise

MAX_TYPED = 40
# So many places are looked at for one way of reading what was typed; names come newest first.
MAX_EXAMINED = 3000
_LETTERS = pattern("[a-z]+")
_SEPARATORS = pattern(r"[\s'’]+")

# One step of what was typed: a character or run to be there, or letters that begin a syllable.
Atom = tuple[str, bool]


@dataclass(frozen=True)
class Typed:
    """What was typed, read in every way it may be meant."""

    text: str
    # Parts between spaces; each must be there.
    parts: tuple[str, ...]
    # Without spaces, where it is letters only: pinyin, or a Latin word.
    letters: str
    readings: tuple[tuple[Atom, ...], ...]

    @classmethod
    def read(cls, typed: str) -> "Typed":
        text = " ".join(normalise(typed)[:MAX_TYPED].split())
        solid = _SEPARATORS.sub("", text).replace("ü", "v")
        letters = solid if _LETTERS.fullmatch(solid) else ""
        return cls(text, tuple(text.split()), letters, tuple(_readings(solid)))

    def __bool__(self) -> bool:
        return any(map(RUN.search, self.parts))


def _readings(solid: str) -> Iterator[tuple[Atom, ...]]:
    ways: list[list[list[Atom]]] = []
    for run in RUN.finditer(solid):
        if run[1]:
            ways.append([[(char, False) for char in run[1]]])
        elif _LETTERS.fullmatch(run[0]):
            split = [[(piece, True) for piece in pieces] for pieces in pinyin.splits(run[0])]
            ways.append([*split[:12], [(run[0], False)]])
        else:
            ways.append([[(run[0], False)]])
    for way in islice(product(*ways), 24):
        if way:
            yield tuple(chain.from_iterable(way))


class Names:
    """Many names, in the order in which equal matches are preferred."""

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        """``rows``: normalised name and its syllables, space-separated (as in the vocabulary)."""
        self.texts = [text.replace("\n", " ") for text, _syllables in rows]
        self.syllables = [syllables for _text, syllables in rows]
        self._in_text = _Haystack(self.texts)
        self._in_letters = _Haystack([line.replace(" ", "") for line in self.syllables])
        self._in_initials = _Haystack(
            ["".join(syllable[0] for syllable in line.split()) for line in self.syllables]
        )

    def __len__(self) -> int:
        return len(self.texts)

    def find(self, typed: Typed) -> Iterator[tuple[int, int]]:
        """Places in ``rows`` and how well each fits, 0 best; some may come twice, best first."""
        yield from self._by_text(typed)
        if typed.letters:
            yield from self._by_letters(typed)
        elif any(letters for reading in typed.readings for _piece, letters in reading):
            yield from self._mixed(typed)

    def _by_text(self, typed: Typed) -> Iterator[tuple[int, int]]:
        parts = sorted(typed.parts, key=len, reverse=True)
        if not parts:
            return
        for place in self._in_text.beginning(typed.text):
            yield place, 0
        for place in self._in_text.holding(parts[0]):
            if all(part in self.texts[place] for part in parts[1:]):
                yield place, 1

    def _by_letters(self, typed: Typed) -> Iterator[tuple[int, int]]:
        for place in self._in_letters.holding(typed.letters):
            fit = self._fit_letters(place, typed.letters)
            if fit is not None:
                yield place, fit
        initials = {
            "".join(piece[0] for piece, _letters in reading): None
            for reading in typed.readings
            if len(reading) > 1 and all(letters for _piece, letters in reading)
        }
        for letters in initials:
            for place in self._in_initials.holding(letters):
                fit = self._fit(place, typed)
                if fit is not None:
                    yield place, fit + 2

    def _mixed(self, typed: Typed) -> Iterator[tuple[int, int]]:
        han = max((run[1] or "" for run in RUN.finditer(typed.text)), key=len, default="")
        if han:
            for place in self._in_text.holding(han):
                fit = self._fit(place, typed)
                if fit is not None:
                    yield place, fit + 1

    def _fit_letters(self, place: int, letters: str) -> int | None:
        """0 where the name's syllables begin with ``letters``, 1 where those after some do."""
        rest = self.syllables[place].split(" ")
        for number in range(len(rest)):
            if "".join(rest[number : number + len(letters)]).startswith(letters):
                return min(number, 1)
        return None

    def _fit(self, place: int, typed: Typed) -> int | None:
        tokens = self._tokens(place)
        for reading in typed.readings:
            for start in range(len(tokens) - len(reading) + 1):
                if _matches(tokens, start, reading):
                    return min(start, 1)
        return None

    def _tokens(self, place: int) -> list[tuple[str, str]]:
        runs = RUN.finditer(self.texts[place])
        chars = chain.from_iterable(run[1] or [run[0]] for run in runs)
        return list(zip(chars, self.syllables[place].split(" "), strict=False))


def _matches(tokens: list[tuple[str, str]], start: int, reading: tuple[Atom, ...]) -> bool:
    last = len(reading) - 1
    for number, (piece, letters) in enumerate(reading):
        char, syllable = tokens[start + number]
        if not letters:
            # The run that is being typed may go on.
            if char != piece and not (number == last and char.startswith(piece)):
                return False
        elif syllable != piece:
            begun = number == last or len(piece) == 1 or piece in {"zh", "ch", "sh"}
            if not (begun and syllable.startswith(piece)):
                return False
    return True


class _Haystack:
    """Many lines as one string: looking through a million characters takes a fraction of a ms."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._text = "\n" + "\n".join(lines) + "\n"
        self._starts = array("L")
        start = 1
        for line in lines:
            self._starts.append(start)
            start += len(line) + 1

    def beginning(self, needle: str) -> Iterator[int]:
        """Lines that begin with it."""
        return self._places("\n" + needle, 1)

    def holding(self, needle: str) -> Iterator[int]:
        """Lines that hold it, each once."""
        return self._places(needle, 0)

    def _places(self, needle: str, skip: int) -> Iterator[int]:
        found = self._text.find(needle)
        examined = 0
        while found >= 0 and examined < MAX_EXAMINED:
            examined += 1
            place = bisect_right(self._starts, found + skip) - 1
            yield place
            # The rest of the line needs no look.
            after = self._starts[place + 1] if place + 1 < len(self._starts) else len(self._text)
            found = self._text.find(needle, max(after - 1, found + 1))
