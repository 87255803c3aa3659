"""Finds names by what has been typed of them: characters, pinyin, initials, or these mixed."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice, product
from re import compile as pattern

from search import pinyin
from search.analysis import RUN, normalise

MAX_TYPED = 40
# So many places are looked at for one way of reading what was typed; names come newest first.
MAX_EXAMINED = 3000
# Of the ways in which letters may be syllables and initials, the likeliest.
MAX_SHORTENED = 6
# So many names are compared with them, newest first.
MAX_COMPARED = 400
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

    @property
    def shortened(self) -> list[tuple[Atom, ...]]:
        """The readings in which some syllable but the last is its first letters only."""
        syllables = pinyin.all_syllables()
        return [
            reading
            for reading in self.readings
            if len(reading) > 1 and any(piece not in syllables for piece, _letters in reading[:-1])
        ]

    def __bool__(self) -> bool:
        return any(map(RUN.search, self.parts))


def _readings(solid: str) -> Iterator[tuple[Atom, ...]]:
    ways: list[list[list[Atom]]] = []
    for run in RUN.finditer(solid):
        if run[1]:
            ways.append([[(char, False) for char in run[1]]])
        elif _LETTERS.fullmatch(run[0]):
            # Fewer pieces are likelier: dang jian, not d a n g.
            split = sorted(pinyin.splits(run[0]), key=len)
            pieces = [[(piece, True) for piece in one] for one in split[:12]]
            ways.append([*pieces, [(run[0], False)]])
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
            mixed = [reading for reading in typed.readings if len(reading) > 1]
            yield from self._by_initials(mixed, 1)

    def _by_text(self, typed: Typed) -> Iterator[tuple[int, int]]:
        parts = sorted(typed.parts, key=len, reverse=True)
        if not parts:
            return
        for place, _offset in self._in_text.beginning(typed.text):
            yield place, 0
        for place, _offset in self._in_text.holding(parts[0]):
            if all(part in self.texts[place] for part in parts[1:]):
                yield place, 1

    def _by_letters(self, typed: Typed) -> Iterator[tuple[int, int]]:
        # No syllable begins with two consonants; then only initials were typed.
        may_be_syllables = pinyin.may_begin(typed.letters)
        for place, offset in self._in_letters.holding(typed.letters) if may_be_syllables else ():
            # Only where a syllable begins.
            lengths = accumulate(map(len, self.syllables[place].split(" ")), initial=0)
            if offset == 0 or offset in lengths:
                yield place, min(offset, 1)
        # What is whole syllables was found already.
        yield from self._by_initials(typed.shortened, 2)

    def _by_initials(
        self, readings: Sequence[tuple[Atom, ...]], penalty: int
    ) -> Iterator[tuple[int, int]]:
        """Each reading has its row of initials, which few names hold; those are compared."""
        left = MAX_COMPARED
        for reading in readings[:MAX_SHORTENED]:
            for initials in islice(product(*map(_initials_of, reading)), MAX_SHORTENED):
                for place, offset in self._in_initials.holding("".join(initials)):
                    if _matches(self._tokens(place), offset, reading):
                        yield place, min(offset, 1) + penalty
                    left -= 1
                    if not left:
                        return

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


def _initials_of(atom: Atom) -> str:
    """The letters that a name's row of initials may have where ``atom`` was typed."""
    piece, letters = atom
    if letters:
        return piece[0]
    # Of a character with several readings each.
    return "".join(dict.fromkeys(sound[0] for sound in pinyin.soundings(piece) if sound))


class _Haystack:
    """Many lines as one string: looking through a million characters takes a fraction of a ms."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._text = "\n" + "\n".join(lines) + "\n"
        self._starts = array("L")
        start = 1
        for line in lines:
            self._starts.append(start)
            start += len(line) + 1

    def beginning(self, needle: str) -> Iterator[tuple[int, int]]:
        """Lines that begin with it; offset 0."""
        return self._places("\n" + needle, 1)

    def holding(self, needle: str) -> Iterator[tuple[int, int]]:
        """Lines that hold it and where in them; a line comes as often as it does."""
        return self._places(needle, 0)

    def _places(self, needle: str, skip: int) -> Iterator[tuple[int, int]]:
        found = self._text.find(needle)
        examined = 0
        while found >= 0 and examined < MAX_EXAMINED:
            examined += 1
            place = bisect_right(self._starts, found + skip) - 1
            yield place, found + skip - self._starts[place]
            found = self._text.find(needle, found + 1)
