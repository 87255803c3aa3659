"""When little was found: what may have been meant, what the question may do without, where to look.

Whether a word can be found is always asked with the asker's own access: what stands only where
the asker may not read is as unknown here as a word nobody wrote.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search import pinyin, synonyms
from search.analysis import RUN, normalise, phrase_terms
from search.door import engine
from search.engines.base import Plan
from search.query import Question, understand
from search.shapes import look_alike
from search.suggest import Suggester, suggester_for
from search.vocabulary import VocabularyReader

# Fewer results than this are few.
FEW = 3
# Of longer stretches nobody expects that they stand somewhere in one piece.
LONGEST_RUN = 12
MAX_CANDIDATES = 12
# Questions to the engine for one page of help.
MAX_LOOKS = 24
NEAREST_TOPICS = 3
# How many documents some access leaves out is counted once a second.
FRESH = 1.0
MOST_ASKERS = 200
_out_of_sight: dict[object, tuple[float, int]] = {}


@dataclass(frozen=True)
class Help:
    """``meant``: the question corrected, empty where nothing better is known; ``found`` by it.

    ``topics``: slug and name of those that come nearest.
    """

    meant: str = ""
    found: int = 0
    topics: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.meant or self.topics)


@dataclass(frozen=True)
class Relaxed:
    """A wider question that finds something, and the sentence that says what was left out."""

    question: Question
    total: int
    sentence: str | Promise


@dataclass
class _Eye:
    """Looks with the asker's access, and only so often."""

    access: tuple[str, ...]
    language: str
    left: int = MAX_LOOKS
    seen: dict[str, bool] = field(default_factory=dict)

    def total(self, plan: Plan) -> int:
        if self.left <= 0:
            return 0
        self.left -= 1
        filters = {"locale": (self.language,), **plan.filters}
        plan = replace(plan, access=self.access, filters=filters, limit=0, facets=())
        return engine().look(plan).total

    def sees(self, text: str) -> bool:
        """Whether ``text`` stands somewhere, exactly so."""
        if text not in self.seen:
            self.seen[text] = self.total(Plan(phrases=(tuple(phrase_terms(text)),))) > 0
        return self.seen[text]

    def unknown(self, han: str) -> list[int]:
        """Places in ``han`` whose character and the next stand side by side nowhere.

        The index knows without a search how many documents hold a pair. Where they are more than
        those that the asker can't find, one can be found; the other pairs are looked for.
        """
        pairs = [han[place : place + 2] for place in range(len(han) - 1)]
        held = engine().local.df("b", list(dict.fromkeys(pairs)))
        doubtful = {pair for pair, count in held.items() if count <= self.out_of_sight}
        if not doubtful:
            self.left -= 1
            return []
        # One look is enough for nearly all that are left.
        if self.sees(han):
            return []
        # Known ones count as looked for: corrections that take more tries are worse.
        self.left -= len(held) - len(doubtful)
        return [
            place for place, pair in enumerate(pairs) if pair in doubtful and not self.sees(pair)
        ]

    @cached_property
    def out_of_sight(self) -> int:
        """How many documents of the index the asker can't find, by any words."""
        local = engine().local
        held = local.held()
        # Whatever is closed or opened changes one of these.
        place = (held, engine().closing(local), self.access, self.language)
        kept = _out_of_sight.get(place)
        if kept is None or time.monotonic() - kept[0] > FRESH:
            self.left += 1
            kept = (time.monotonic(), held - self.total(Plan()))
            if len(_out_of_sight) > MOST_ASKERS:
                _out_of_sight.clear()
            _out_of_sight[place] = kept
        return kept[1]


def help_for(question: Question, total: int, access: tuple[str, ...]) -> Help:
    """What to offer beside ``total`` results. ``access``: the asker's keywords.

    Raises ``EngineUnavailable`` as a search does.
    """
    if not (question.text or question.phrases):
        return Help()
    eye = _Eye(access, question.language or settings.LANGUAGE_CODE)
    meant, found = _meant(question, total, eye)
    topics = _nearest_topics(question, access) if total < FEW else ()
    return Help(meant, found, topics)


def relax(question: Question, access: tuple[str, ...]) -> Relaxed | None:
    """The least that has to be left out of a question without result, so that it has one."""
    eye = _Eye(access, question.language or settings.LANGUAGE_CODE)
    for wider, sentence in _wider(question):
        total = eye.total(wider.plan())
        if total:
            return Relaxed(wider, total, sentence)
    return None


def _wider(question: Question) -> Iterator[tuple[Question, str | Promise]]:
    if question.filters and question.has_words:
        for name in question.chosen:
            kept = {key: values for key, values in question.chosen.items() if key != name}
            fields = {**question.filters}
            fields.pop("locale" if name == "language" else name, None)
            sentence = _("没有同时符合全部筛选的结果，下面是放宽一项筛选后找到的。")
            if kept:
                yield replace(question, filters=fields, chosen=kept), sentence
        sentence = _("在所选筛选里没有找到，下面是不加筛选找到的。")
        yield replace(question, filters={}, chosen={}), sentence
    if question.excluded:
        yield (
            replace(question, excluded=()),
            _("去掉不要的词以后没有结果，下面没有去掉它们。"),
        )
    if question.phrases:
        words = " ".join([question.text, *question.phrases])
        loose = understand(words, language=question.language)
        loose = replace(
            loose, typed=question.typed, filters=question.filters, chosen=question.chosen
        )
        yield loose, _("没有一字不差的结果，下面是不加引号找到的。")
        yield (
            replace(loose, filters={}, chosen={}),
            _("没有一字不差的结果，下面是不加引号、不加筛选找到的。"),
        )


# Did you mean -----------------------------------------------------------------------------------


def _meant(question: Question, total: int, eye: _Eye) -> tuple[str, int]:
    """The corrected question and how much it finds, or nothing."""
    suggester = suggester_for(engine().local.folder)
    if suggester is None:
        return "", 0
    typed = normalise(question.typed)
    corrected = typed
    for run in RUN.finditer(typed):
        text = run[0]
        if run[1]:
            better = _better_han(text, total, eye, suggester.reader)
        elif text.isascii() and text.isalpha() and len(text) > 2:
            better = _better_latin(text, eye, suggester)
        else:
            better = ""
        if better:
            corrected = corrected.replace(text, better, 1)
    if corrected == typed:
        return "", 0
    words = understand(corrected, language=question.language)
    found = eye.total(words.plan(filters=question.filters))
    return (corrected, found) if found else ("", 0)


def _better_han(text: str, total: int, eye: _Eye, reader: VocabularyReader) -> str:
    """``text`` with one word in it replaced so that it can be found."""
    if len(text) < 2 or (len(text) > LONGEST_RUN and total >= FEW):
        return ""
    text = text[:LONGEST_RUN]
    unknown = eye.unknown(text)
    if not unknown or (total >= FEW and len(unknown) > 4):
        return ""
    tried = 0
    for start, end in _windows(text, unknown):
        for word in _candidates(text[start:end], reader):
            tried += 1
            if tried > MAX_CANDIDATES:
                return ""
            better = text[:start] + word + text[end:]
            # It must be somewhere, and stand as well with what is around it.
            around = better[max(0, start - 1) : end + 1]
            if (
                eye.sees(around)
                or (around != better and eye.sees(word))
                or _alone(word, better, eye)
            ):
                return better
    return ""


def _alone(word: str, better: str, eye: _Eye) -> bool:
    return word == better and eye.sees(word)


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
    same_length = [word for word in found if len(word) == len(window) and word != window]
    return list(dict.fromkeys(same_length))[:MAX_CANDIDATES]


def _better_latin(text: str, eye: _Eye, suggester: Suggester) -> str:
    """Pinyin as characters, or a Latin word spelled as it is in the index."""
    if eye.sees(text):
        return ""
    reader = suggester.reader
    for word in [*reader.by_pinyin(text), *_words_of_syllables(text, reader)][:MAX_CANDIDATES]:
        if eye.sees(word):
            return word
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


# Topics -----------------------------------------------------------------------------------------


def _nearest_topics(question: Question, access: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Of the topics that hold something for the asker, those most like the question, then the
    largest."""
    held = engine().search(Plan(access=access, limit=0, facets=("topic",))).facets.get("topic", {})
    asked = set(question.text.replace(" ", "")) | set("".join(question.phrases))
    near: dict[str, tuple[int, int, str]] = {}
    for row in synonyms.topics().rows:
        if count := held.get(str(row.pk)):
            alike = len(asked & set(normalise(row.alias)))
            near[row.slug] = max(near.get(row.slug, (0, 0, "")), (alike, count, row.name))
    best = sorted(near.items(), key=lambda item: item[1], reverse=True)[:NEAREST_TOPICS]
    return tuple((slug, name) for slug, (_alike, _count, name) in best)
