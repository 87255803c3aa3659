"""When little was found: what may have been meant, what the question may do without, where to look.

Whether a word can be found is always asked with the asker's own access: what stands only where
the asker may not read is as unknown here as a word nobody wrote.
"""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search import synonyms
from search.analysis import RUN, normalise, phrase_terms
from search.corrections import FEW, corrected
from search.door import engine
from search.engines.base import EngineUnavailable, Plan
from search.numbers import NUMERALS
from search.query import Question, capped_terms, understand
from search.suggest import suggester_for

logger = logging.getLogger(__name__)

# Questions to the engine for one page of help.
MAX_LOOKS = 24
NEAREST_TOPICS = 3
# Documents whose topics are taken for near.
NEARBY = 20
# Words that are looked for to tell which of them stand nowhere.
MAX_MISSING = 6
# How many documents some access leaves out is counted once a second.
FRESH = 1.0
MOST_ASKERS = 200
_out_of_sight: dict[object, tuple[float, int]] = {}


@dataclass(frozen=True)
class Help:
    """``meant``: the question corrected, empty where nothing better is known; ``found`` by it.

    ``topics``: slug and name of those that come nearest. ``elsewhere``: code, name and number of
    results of the other languages that have more. ``missing``: words of the question that stand
    nowhere, where others found something.
    """

    meant: str = ""
    found: int = 0
    topics: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[tuple[str, str | Promise, int], ...] = ()
    missing: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.meant or self.topics or self.elsewhere or self.missing)


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
    languages: tuple[str, ...]
    left: int = MAX_LOOKS
    seen: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, question: Question, access: tuple[str, ...], left: int = MAX_LOOKS) -> "_Eye":
        """Looks where the question does: at the reader's language, or at those chosen."""
        own = (question.language or settings.LANGUAGE_CODE,)
        return cls(access, question.filters.get("locale", own), left)

    def total(self, plan: Plan) -> int:
        if self.left <= 0:
            return 0
        self.left -= 1
        filters = {"locale": self.languages, **plan.filters}
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
        place = (held, engine().closing(local), self.access, self.languages)
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
    eye = _Eye.of(question, access)
    meant, found = _meant(question, total, eye)
    topics = _nearest_topics(question, meant, access) if total < FEW else ()
    missing = _missing(question, access) if total else ()
    return Help(meant, found, topics, tuple(_elsewhere(question, total, access)), missing)


def _missing(question: Question, access: tuple[str, ...]) -> tuple[str, ...]:
    """The words without which the others were looked for, in the order of the question."""
    words = [word for word in question.terms.w if len(word) > 1]
    if len(words) + len(question.groups) + len(question.phrases) < 2:
        return ()
    eye = _Eye.of(question, access, MAX_MISSING)
    held = engine().local.df("w", words)
    doubtful = [word for word in words if held[word] <= eye.out_of_sight][:MAX_MISSING]
    return tuple(word for word in doubtful if not eye.sees(word))


def _elsewhere(
    question: Question, total: int, access: tuple[str, ...]
) -> Iterator[tuple[str, str | Promise, int]]:
    """The other languages, where little was found in the reader's: not all is translated."""
    if total >= FEW or "locale" in question.filters:
        return
    own = question.language or settings.LANGUAGE_CODE
    for code, name in settings.LANGUAGES:
        if code != own:
            found = _Eye(access, (code,)).total(question.plan())
            if found > total:
                yield code, name, found


def relax(question: Question, access: tuple[str, ...]) -> Relaxed | None:
    """The least that has to be left out of a question without result, so that it has one."""
    # The page of a wider question looks at the reader's language where none is chosen any more.
    eye = _Eye(access, (question.language or settings.LANGUAGE_CODE,))
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
        # As bare words: a minus that stood between the quotation marks excludes nothing.
        words = " ".join(
            [question.text, *(run[0] for run in RUN.finditer(" ".join(question.phrases)))]
        )
        loose = understand(words, language=question.language)
        loose = replace(
            loose, typed=question.typed, filters=question.filters, chosen=question.chosen
        )
        yield loose, _("没有一字不差的结果，下面是不加引号找到的。")
        yield (
            replace(loose, filters={}, chosen={}),
            _("没有一字不差的结果，下面是不加引号、不加筛选找到的。"),
        )
    if question.groups:
        # The same, whichever way a number is written.
        stand_ins = (one.phrase for group in question.groups for one in group[1:])
        others = ["".join(said) for said in stand_ins if not NUMERALS.isdisjoint(said)]
        terms = capped_terms(" ".join([question.text, *question.phrases, *others]))
        marks = tuple(dict.fromkeys([*question.phrases, *terms.w]))
        loose = replace(question, groups=(), terms=terms, marks=marks)
        sentence = _("没有一处完整地写着这个词，下面是按其中的字词找到的。")
        yield loose, sentence
        if question.filters:
            sentence = _("没有一处完整地写着这个词，下面是不加筛选、按其中的字词找到的。")
            yield replace(loose, filters={}, chosen={}), sentence


def _meant(question: Question, total: int, eye: _Eye) -> tuple[str, int]:
    """The corrected question and how much it finds, or nothing."""
    suggester = suggester_for(engine().local.folder)
    if suggester is None:
        return "", 0
    typed = normalise(question.typed)
    try:
        better = corrected(typed, total, eye, suggester)
    except EngineUnavailable as problem:
        # The answer itself stands.
        logger.warning("Nothing is offered instead: %s", problem)
        return "", 0
    if better == typed:
        return "", 0
    # As the page understands it that the offer leads to.
    lexicon = synonyms.lexicon(question.language)
    words = understand(better, language=question.language, lexicon=lexicon)
    found = eye.total(words.plan(filters=question.filters))
    return (better, found) if found else ("", 0)


# Topics -----------------------------------------------------------------------------------------


def _nearest_topics(
    question: Question, meant: str, access: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Of the topics that hold something for the asker, those named most like the question, then
    those of the documents that share most of its characters, then the largest."""
    asked = meant or " ".join([question.text, *question.phrases])
    held = engine().search(Plan(access=access, limit=0, facets=("topic",))).facets.get("topic", {})
    kin = _topics_nearby(asked, question.language, access)
    letters = set(asked) - set(" ")
    near: dict[str, tuple[int, int, int, str]] = {}
    for row in synonyms.topics().rows:
        if count := held.get(str(row.pk)):
            alike = len(letters & set(normalise(row.alias)))
            # One character in common is chance.
            rank = (alike if alike > 1 else 0, kin[row.pk], count, row.name)
            near[row.slug] = max(near.get(row.slug, rank), rank)
    best = sorted(near.items(), key=lambda item: item[1], reverse=True)[:NEAREST_TOPICS]
    return tuple((slug, rank[-1]) for slug, rank in best)


def _topics_nearby(asked: str, language: str, access: tuple[str, ...]) -> Counter[int]:
    """How many of the documents that come nearest, character by character, each topic has."""
    characters = capped_terms(asked).u
    if not characters:
        return Counter()
    plan = Plan(
        u=tuple((one, 1.0) for one in characters),
        access=access,
        filters={"locale": (language or settings.LANGUAGE_CODE,)},
        limit=NEARBY,
    )
    return Counter(pk for hit in engine().search(plan).hits for pk in hit.document.topics)
