"""What a reader typed, and what it asks the engine for. No way of typing is an error."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from search import segmenter, synonyms
from search.analysis import RUN, AskedTerms, ask_terms, normalise, phrase_terms
from search.engines.base import FIELD_WEIGHTS, Alternative, Plan
from search.filters import read_filters
from search.numbers import NUMERALS, other_spellings

# What one question may cost: a person types less, and an engine has 300 ms.
MAX_TYPED = 200
MAX_TERMS = 48
MAX_PHRASES = 4
# Characters or Latin words. What is quoted is compared place by place in every document that holds
# all of them.
MAX_PHRASE = 60
MAX_GROUPS = 6
MAX_PAGE = 50
# An editors' word counts a little less than what the reader wrote.
STAND_IN = 0.8

# Chinese quotation marks belong to running text, a pasted headline say: there they demand nothing.
# They do where they stand free; the straight ones, which nobody types in Chinese text, anywhere.
_QUOTED = re.compile(
    r"""(?P<minus>(?<!\S)[-－−])?(?:["＂]([^"“”＂]*)["＂]"""
    r"""|(?<![^\s\-－−])(?:[“”„]([^"“”„＂]*)["“”＂]|[「『]([^「」『』]*)[」』])(?!\S))"""
)
_EXCLUDED = re.compile(r"(?<!\S)[-－−]([^\s\-－−]\S*)")
_SPACE = re.compile("[\\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
# What of a question is counted.
_COUNTED = re.compile(f"{RUN.pattern}|@")
# Operators of other search engines, in capitals, between words.
_OPERATOR = re.compile(r"(?<=\s)(?:AND|OR|NOT|&&|\|\|)(?=\s)")

Sentence = str | Promise


@dataclass(frozen=True)
class Question:
    """One question, understood.

    ``typed`` is what the box shows again; ``text`` the words to find, ``phrases`` what must stand
    exactly so, ``excluded`` what must not occur, all three normalised. ``filters`` are the
    engine's, ``chosen`` the same as they stand in the address. ``notices`` are sentences that tell
    the reader what was not done as asked. ``marks``: normalised strings to mark in results.
    """

    typed: str = ""
    text: str = ""
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    terms: AskedTerms = field(default_factory=AskedTerms)
    groups: tuple[tuple[Alternative, ...], ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "relevance"
    page: int = 1
    notices: tuple[Sentence, ...] = ()
    marks: tuple[str, ...] = ()
    language: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for, neither by words nor by a filter."""
        return not (self.has_words or self.filters)

    @property
    def has_words(self) -> bool:
        return bool(self.terms or self.groups or self.phrases or self.excluded)

    @property
    def kept(self) -> dict[str, tuple[str, ...]]:
        """What was chosen and holds for the next question too; copies are of one answer."""
        return {name: values for name, values in self.chosen.items() if name != "story"}

    @property
    def key(self) -> str:
        """The question as it is counted and compared: the same however it was typed.

        Of signs only @ is left, by which who counts knows a person's address.
        """
        text = " ".join([self.text, *self.phrases])
        return " ".join(found[0] for found in _COUNTED.finditer(text))[:100]

    def plan(self, **how: Any) -> Plan:
        """The question to an engine; ``how`` are the other fields of ``Plan``."""
        # Who asks for the copies of a story wants to see them.
        fold = "story" not in self.filters
        fields: dict[str, Any] = {"filters": self.filters, "order": self.order, "fold": fold, **how}
        return Plan(
            w=_terms(self.terms.w),
            b=_terms(self.terms.b),
            u=_terms(self.terms.u),
            groups=self.groups,
            phrases=tuple(map(_compared, self.phrases)),
            excluded=tuple(map(_compared, self.excluded)),
            **fields,
        )


def read(params: QueryDict, *, language: str = "") -> Question:
    """The question of an address: ``q``, filters, ``sort``, ``page``."""
    notices: list[Sentence] = []
    filters, chosen = read_filters(params, notices)
    order = "date" if params.get("sort") == "date" else "relevance"
    question = understand(
        params.get("q") or "",
        language=language,
        lexicon=synonyms.lexicon(language),
        notices=notices,
    )
    return replace(
        question,
        filters=filters,
        chosen=chosen,
        order=order,
        page=_page(params.get("page") or ""),
        notices=tuple(notices),
    )


def understand(
    typed: str,
    *,
    language: str = "",
    lexicon: synonyms.Lexicon | None = None,
    notices: list[Sentence] | None = None,
) -> Question:
    """The words of a question. ``lexicon``: what stands for what; none where it is not given."""
    notices = [] if notices is None else notices
    typed = _SPACE.sub(" ", typed).strip()
    if len(typed) > MAX_TYPED:
        typed = typed[:MAX_TYPED]
        notices.append(
            format_lazy(_("您输入的内容太长，只按前 {limit} 个字搜索。"), limit=MAX_TYPED)
        )
    phrases: list[str] = []
    excluded: list[str] = []

    def take_quoted(match: re.Match[str]) -> str:
        words = normalise(match[2] or match[3] or match[4] or "").strip()
        if phrase_terms(words):
            (excluded if match["minus"] else phrases).append(words)
        return " "

    def take_excluded(match: re.Match[str]) -> str:
        words = normalise(match[1])
        if not phrase_terms(words):
            return " "
        excluded.append(words)
        return " "

    rest = _EXCLUDED.sub(take_excluded, _QUOTED.sub(take_quoted, typed))
    text = " ".join(normalise(_OPERATOR.sub(" ", rest)).split())
    if len(phrases) > MAX_PHRASES or len(excluded) > MAX_PHRASES:
        notices.append(
            format_lazy(_("加引号或减号的词太多，只用了前 {limit} 个。"), limit=MAX_PHRASES)
        )
    if any(len(phrase_terms(words)) > MAX_PHRASE for words in [*phrases, *excluded]):
        notices.append(
            format_lazy(_("引号里或减号后的内容太长，只按前 {limit} 个字比对。"), limit=MAX_PHRASE)
        )
    phrases, excluded = _each_once(phrases), _each_once(excluded)
    groups, rest, stand_ins = _groups(text, lexicon or synonyms.Lexicon())
    # The words of a phrase rank too: the document that says it often comes first.
    terms = capped_terms(" ".join([rest, *phrases]), alone=not groups)
    return Question(
        typed=typed,
        text=text,
        phrases=tuple(phrases),
        excluded=tuple(excluded),
        terms=terms,
        groups=groups,
        marks=tuple(dict.fromkeys([*phrases, *stand_ins, *terms.w])),
        language=language,
    )


def capped_terms(text: str, *, alone: bool = True) -> AskedTerms:
    """The terms of a question, as ``ask_terms``, at most as many as it may cost."""
    terms = ask_terms(text, alone=alone)
    return AskedTerms(terms.w[:MAX_TERMS], terms.b[:MAX_TERMS], terms.u[:MAX_TERMS])


def _terms(terms: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    return tuple((term, 1.0) for term in terms)


def _each_once(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(text[:MAX_TYPED] for text in texts))[:MAX_PHRASES]


def _compared(phrase: str) -> tuple[str, ...]:
    return tuple(phrase_terms(phrase)[:MAX_PHRASE])


def _groups(
    text: str, lexicon: synonyms.Lexicon
) -> tuple[tuple[tuple[Alternative, ...], ...], str, list[str]]:
    """Known words with what stands for them; what else the question says; all they are marked by."""
    groups: list[tuple[Alternative, ...]] = []
    marks: list[str] = []
    rest: list[str] = []
    place = 0
    for start, end, others in _known(text, lexicon):
        if len(groups) == MAX_GROUPS or start < place:
            continue
        rest.append(text[place:start])
        place = end
        typed = text[start:end]
        # 二十 and 十大 are no parts of 二十大: a name with a number counts whole, in each spelling.
        own = _alternative(typed, phrase=not NUMERALS.isdisjoint(typed))
        groups.append((own, *(_stand_in(other, own) for other in others)))
        marks += [typed, *others]
    rest.append(text[place:])
    return tuple(groups), " ".join(rest), marks


def _known(text: str, lexicon: synonyms.Lexicon) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where known words and numbers stand, and what may stand for them; only whole words: the
    一大 of 一大学 is none."""
    known = [(found.start, found.end, found.alternatives) for found in lexicon.find(text)]
    for start, end, other in other_spellings(text):
        if not any(start < found[1] and found[0] < end for found in known):
            known.append((start, end, (other,)))
    if not known:
        return
    borders = {0, *accumulate(len(piece) for piece in segmenter.cut(text))}
    for found in sorted(known):
        if found[0] in borders and found[1] in borders:
            yield found


def _stand_in(word: str, typed: Alternative) -> Alternative:
    """A longer wording has more terms to score with, and means no more than what was typed."""
    found = _alternative(word, phrase=True)
    return replace(found, boost=STAND_IN * min(1.0, _weight(typed) / _weight(found)))


def _weight(one: Alternative) -> float:
    """How much it may add to a score, were all terms equally rare."""
    fields = {"w": one.w, "b": one.b, "u": one.u}
    terms = sum(FIELD_WEIGHTS[name] * len(terms) for name, terms in fields.items())
    return terms + len(one.phrase) or 1.0


def _alternative(word: str, *, phrase: bool) -> Alternative:
    terms = ask_terms(word)
    return Alternative(terms.w, terms.b, terms.u, tuple(phrase_terms(word)) if phrase else ())


def _page(value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        return 1
    digits = value.lstrip("0")
    # However far beyond the last page: Python refuses thousands of digits.
    return int(digits or 1) if len(digits) < 6 else MAX_PAGE + 1
