"""From an answer to what a reader sees: cards, filters with their counts, pages."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from math import ceil
from typing import Any
from urllib.parse import quote_plus, urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from assets.services.cues import clock
from assets.services.media_files import duration_label
from core.frame import Frame
from search import door
from search.access import Restrictions, asker_of
from search.analytics import Links
from search.curated import MAX_SHOWN, Curated, labels_for
from search.documents import Passage, SearchDocument
from search.engines.base import Answer, Hit
from search.filters import FILES, NAMES
from search.labels import Named, labels
from search.lookups import Lookup, look_up
from search.marking import EXCERPT, Marks, best_passages, marked
from search.query import MAX_PAGE, Question
from search.registry import all_types

PER_PAGE = 10
MOMENTS = 3
MOMENT = 60
# Fields to count, in the order in which they are offered.
COUNTED = ("kind", "topic", "year", "branch", "length", "media")
LENGTHS = {"short": _("短篇"), "medium": _("中篇"), "long": _("长篇")}
MEDIA = {
    "video": _("有视频"),
    "audio": _("有音频"),
    "pictures": _("有图片"),
    "document": _("有文件"),
}
# More choices than that are no help; what is chosen is always shown.
MOST_CHOICES = 8
# Two columns of a small screen; older ones are found by sorting.
MOST_YEARS = 16


def kind_labels() -> dict[str, str | Promise]:
    """What readers call each type, in order of registration."""
    return {**{kind.key: kind.label for kind in all_types()}, FILES: _("文件")}


@dataclass(frozen=True, slots=True)
class Moment:
    """A place in a recording where the words are spoken."""

    label: str
    url: str
    link: str
    text: SafeString


@dataclass(frozen=True, slots=True)
class Card:
    """One result. ``url`` is the page's, ``excerpt_url`` that of the paragraph.

    A ``link`` leads to the same, and its rank is counted, without who opened it.
    """

    hit: Hit
    rank: int
    url: str
    link: str
    title: SafeString
    kind: str
    excerpt: SafeString
    excerpt_url: str
    excerpt_link: str
    moments: tuple[Moment, ...]
    branch: str
    topics: tuple[str, ...]
    length: str
    day: str
    # Where those are shown that tell the same; empty where there are none.
    copies: str

    @property
    def document(self) -> SearchDocument:
        return self.hit.document


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int
    selected: bool
    # The address with this choice taken (or, where it is selected, without it).
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str | Promise
    choices: tuple[Choice, ...]

    @property
    def selected(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.selected]


@dataclass
class Results:
    """One page of results for one reader. Raises ``EngineUnavailable`` where nobody answers."""

    request: HttpRequest
    question: Question
    counted: tuple[str, ...] = COUNTED
    per_page: int = PER_PAGE
    # Kept by who asks first, so that one request asks the engine once.
    _answer: Answer | None = field(default=None, repr=False)

    @cached_property
    def access(self) -> tuple[str, ...]:
        return Restrictions.current().open_to(asker_of(self.request))

    @cached_property
    def answer(self) -> Answer:
        filters = dict(self.question.filters)
        filters.setdefault("locale", (self.question.language or settings.LANGUAGE_CODE,))
        # Deeper costs more than it can be worth; asked too deep, Elasticsearch refuses altogether.
        is_within = self.question.page <= MAX_PAGE
        plan = self.question.plan(
            filters=filters,
            access=self.access,
            offset=(self.question.page - 1) * self.per_page if is_within else 0,
            limit=self.per_page if is_within else 0,
            facets=self.counted,
        )
        return door.engine().search(plan)

    @property
    def total(self) -> int:
        return self.answer.total

    @cached_property
    def _lookup(self) -> Lookup:
        return look_up(
            (hit.document for hit in self.answer.hits),
            asker_of(self.request),
            named=self._labels_of_curated,
            locale=self.question.language,
        )

    @cached_property
    def _labels_of_curated(self) -> dict[UUID, str]:
        return labels_for(self.question)

    @cached_property
    def curated(self) -> list[Curated]:
        """The pages that editors put first, in the reader's language, that the asker may read."""
        found = self._lookup.named
        rows = [
            (label, found[key])
            for key, label in reversed(self._labels_of_curated.items())
            if key in found
        ]
        return [
            Curated(label, row.title, self._frame.address_of(row.address))
            for label, row in rows[:MAX_SHOWN]
        ]

    @cached_property
    def cards(self) -> list[Card]:
        """The hits that the asker may see as things are now."""
        marks = Marks.of(self.question.marks, self.question.terms.b)
        first = (self.question.page - 1) * self.per_page + 1
        return [
            self._card(hit, first + place, marks)
            for place, hit in enumerate(self.answer.hits)
            if hit.key in self._lookup.allowed
        ]

    @cached_property
    def _links(self) -> Links:
        return Links(self.question)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {key: str(label) for key, label in kind_labels().items()}

    def _card(self, hit: Hit, rank: int, marks: Marks) -> Card:
        document, names, counted = hit.document, labels(), self._links.to
        url = self._url(document)
        spoken = [one for one in document.passages if one.second is not None]
        written = [one for one in document.passages if one.second is None]
        best = best_passages(written, marks, document.locale)
        passage = best[0] if best else None
        text = passage.text if passage else _beginning(document, written)
        excerpt_url = f"{url}#{passage.anchor}" if passage and passage.anchor else ""
        branch = names.branches.get(document.branches[-1]) if document.branches else None
        return Card(
            hit=hit,
            rank=rank,
            url=url,
            link=counted(rank, url),
            title=marked(document.title, marks),
            kind=self._kinds.get(document.kind, ""),
            excerpt=marked(text, marks, EXCERPT),
            excerpt_url=excerpt_url,
            excerpt_link=counted(rank, excerpt_url),
            moments=tuple(_moments(spoken, marks, document.locale, url, partial(counted, rank))),
            branch=branch.name if branch else "",
            topics=tuple(names.topics[pk].name for pk in document.topics if pk in names.topics),
            length=_length(document),
            day=_day(document.date, get_language() or "") if document.date else "",
            copies=self.address(story=(document.story,)) if hit.folded else "",
        )

    def _url(self, document: SearchDocument) -> str:
        if document.kind == FILES:
            return document.url
        return self._frame.address_of(self._lookup.addresses[document.under[0]])

    @property
    def _frame(self) -> Frame:
        return Frame.of(self.request)

    # -- Filters -------------------------------------------------------------------------------

    def address(self, **changes: Iterable[str]) -> str:
        """The query string with ``changes``; pages begin anew."""
        question = self.question
        values: dict[str, Any] = {"q": question.typed, **question.chosen}
        if question.order != "relevance":
            values["sort"] = question.order
        values |= {name: tuple(several) for name, several in changes.items()}
        return "?" + urlencode({name: value for name, value in values.items() if value}, doseq=True)

    @property
    def all_stories(self) -> str:
        """Where the copies of one story were asked for: the address that shows each story once."""
        return self.address(story=()) if "story" in self.question.chosen else ""

    @cached_property
    def facets(self) -> list[Facet]:
        """What the answer can be narrowed to, with counts; only where there is a choice."""
        makers: Mapping[str, Any] = {
            "kind": lambda value: (value, kind_labels().get(value)),
            "topic": lambda value: _named(labels().topics, value),
            "branch": lambda value: _named(labels().branches, value),
            "year": lambda value: (value, value),
            "length": lambda value: (value, LENGTHS.get(value)),
            "media": lambda value: (value, MEDIA.get(value)),
        }
        found = []
        for name in self.counted:
            choices = self._choices(name, makers[name])
            if len(choices) > 1 or any(choice.selected for choice in choices):
                found.append(Facet(name, NAMES[name][1], tuple(choices)))
        return found

    def _choices(self, name: str, make: Any) -> list[Choice]:
        chosen = self.question.chosen.get(name, ())
        counts = self.answer.facets.get(name, {})
        rows = [(*make(key), count) for key, count in counts.items()]
        shown = [(value, label, count) for value, label, count in rows if value and label]
        if name == "kind":
            order = list(kind_labels())
            shown.sort(key=lambda row: order.index(row[0]))
        elif name == "year":
            shown.sort(reverse=True)
        most = MOST_YEARS if name == "year" else MOST_CHOICES
        kept = [row for place, row in enumerate(shown) if place < most or row[0] in chosen]
        # What all these addresses begin with, put together once.
        others = self.address(**{name: ()})
        start = f"{others}&{name}=" if others != "?" else f"?{name}="
        return [
            Choice(
                value,
                str(label),
                count,
                value in chosen,
                self.address(**{name: [one for one in chosen if one != value]})
                if value in chosen
                else start + quote_plus(value),
            )
            for value, label, count in kept
        ]

    @property
    def removable(self) -> list[tuple[Facet, Choice]]:
        return [(facet, choice) for facet in self.facets for choice in facet.selected]

    @property
    def sorts(self) -> list[Choice]:
        order = self.question.order
        return [
            Choice("relevance", str(_("按相关度")), 0, order != "date", self.address(sort=())),
            Choice("date", str(_("按日期")), 0, order == "date", self.address(sort=("date",))),
        ]

    # -- Pages ---------------------------------------------------------------------------------

    @property
    def pages(self) -> int:
        shown = self.answer.shown
        return min(ceil((self.total if shown is None else shown) / self.per_page), MAX_PAGE)

    @property
    def is_cut(self) -> bool:
        """Whether there is more than anybody can turn to."""
        return self.total > MAX_PAGE * self.per_page

    @property
    def is_last(self) -> bool:
        return self.question.page >= self.pages

    def page_address(self, number: int) -> str:
        return self.address(**({"page": (str(number),)} if number > 1 else {}))

    @property
    def page_links(self) -> list[tuple[int | None, str]]:
        """Numbers with their addresses; ``None`` stands for those left out."""
        now, last = self.question.page, self.pages
        shown = sorted({1, last, *range(now - 2, now + 3)} & set(range(1, last + 1)))
        links: list[tuple[int | None, str]] = []
        for number in shown:
            if links and (links[-1][0] or 0) + 1 != number:
                links.append((None, ""))
            links.append((number, self.page_address(number)))
        return links

    @property
    def previous(self) -> str:
        return self.page_address(self.question.page - 1) if self.question.page > 1 else ""

    @property
    def next(self) -> str:
        return "" if self.is_last else self.page_address(self.question.page + 1)


def _named(names: Mapping[int, Named], value: str) -> tuple[str, str]:
    found = names.get(int(value))
    return (found.slug, found.name) if found else ("", "")


def _beginning(document: SearchDocument, written: list[Passage]) -> str:
    return document.summary or next((one.text for one in written), "")


def _moments(
    spoken: list[Passage], marks: Marks, language: str, url: str, counted: Callable[[str], str]
) -> Iterable[Moment]:
    """The lines that hold most of the question, in the order of the recording."""
    best = best_passages(spoken, marks, language, limit=MOMENTS)
    for passage in sorted(best, key=lambda one: one.second or 0):
        second = int(passage.second or 0)
        place = f"{url}?t={second}#player"
        text = marked(passage.text, marks, MOMENT)
        yield Moment(clock(second), place, counted(place), text)


@lru_cache(maxsize=4096)
def _day(day: datetime.date, language: str) -> str:
    """The date in words; the same few come again and again."""
    return date_format(day, "DATE_FORMAT")


def _length(document: SearchDocument) -> str:
    if document.seconds:
        return duration_label(document.seconds)
    return _words(document.words, get_language() or "") if document.words else ""


@lru_cache(maxsize=4096)
def _words(count: int, language: str) -> str:
    label = ngettext("%(count)s 字", "%(count)s 字", count)
    return label % {"count": f"{count:,}"}
