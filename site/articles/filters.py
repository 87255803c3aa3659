"""What an index page's address asks for: ``?topic=…&year=…&branch=…&format=…``."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, F, Max, Min, Q, Value
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Branch
from topics.collecting import CollectedList, carries, in_year
from topics.listing import Unknown
from topics.models import Topic

if TYPE_CHECKING:
    from articles.models import ArticleIndexPage


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    selected: bool
    # The address with this choice taken (or, where it is selected, without it).
    address: str


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]

    @property
    def selected(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.selected), None)


@dataclass(frozen=True)
class Named:
    """A topic or branch that may be chosen."""

    pk: int
    slug: str
    name: str


class ArticleFilter:
    """Reads the address, narrows the list, and offers what else may be chosen.

    Values that name nothing are left out, so a mistyped address shows the wider list instead of an
    error, and says so. Two queries, and two for a page of cards, however many articles.
    """

    def __init__(self, index: "ArticleIndexPage", query: QueryDict) -> None:
        self.index = index
        self.model = index.article_model
        self.query = query

    def asked(self, name: str) -> str:
        return self.query.get(name, "").strip()[:100]

    @cached_property
    def _named(self) -> dict[str, list[Named]]:
        """Accepted topics and all branches: short lists of the same shape, so one query."""
        topics = Topic.objects.accepted().annotate(facet=Value("topic"), place=F("name"))
        branches = Branch.objects.annotate(facet=Value("branch"), place=F("path"))
        columns = ("facet", "place", "pk", "slug", "name")
        rows: Any = topics.order_by().values_list(*columns)
        rows = rows.union(branches.order_by().values_list(*columns), all=True)
        named: dict[str, list[Named]] = {"topic": [], "branch": []}
        for facet, _place, *values in rows.order_by("facet", "place"):
            named[facet].append(Named(*values))
        return named

    @property
    def topics(self) -> list[tuple[str, str]]:
        return [(topic.slug, topic.name) for topic in self._named["topic"]]

    @property
    def branches(self) -> list[tuple[str, str]]:
        return [(branch.slug, branch.name) for branch in self._named["branch"]]

    @property
    def years(self) -> list[tuple[str, str]]:
        """From the newest article's year to the oldest's."""
        first, last = self._figures["first"], self._figures["last"]
        if first is None or last is None:
            return []
        return [(str(year), str(year)) for year in range(last.year, first.year - 1, -1)]

    @cached_property
    def formats(self) -> list[tuple[str, str]]:
        if not hasattr(self.model, "format"):
            return []
        return [
            (value, str(label)) for value, label in self.model._meta.get_field("format").choices
        ]

    @cached_property
    def _offered(self) -> list[tuple[str, Any, list[tuple[str, str]]]]:
        """Each filter: its name in addresses, its label, values and labels to choose from."""
        return [
            ("format", _("体裁"), self.formats),
            ("topic", _("专题"), self.topics),
            ("year", _("年份"), self.years),
            ("branch", _("党组织"), self.branches),
        ]

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The values asked for that exist."""
        chosen = {}
        for name, _label, choices in self._offered:
            value = self.asked(name)
            if value and any(value == offer for offer, _label in choices):
                chosen[name] = value
        return chosen

    @property
    def unknown(self) -> list[Unknown]:
        """What the address asks for in vain."""
        return [
            Unknown.of(label, self.asked(name))
            for name, label, _choices in self._offered
            if self.asked(name) and name not in self.chosen
        ]

    @cached_property
    def _figures(self) -> dict[str, Any]:
        """First and last date of the section, and how many articles are found: one walk.

        Whether the asked year is one of the section's is only known after it, so the articles
        are counted with and without it.
        """
        others, year = Q(*self._demands), self._asked_year
        figures = {
            "first": Min("date"),
            "last": Max("date"),
            "found": Count("pk", filter=others) if self._demands else Count("pk"),
        }
        if year:
            figures["found_in_year"] = Count("pk", filter=others & in_year(year))
        return dict(self.index.collection.rows().order_by().aggregate(**figures))

    @cached_property
    def _demands(self) -> list[Q]:
        """What the asked topic, branch and format demand of an article."""
        demands = []
        if topic := self._find("topic"):
            demands.append(carries([topic.pk]))
        if branch := self._find("branch"):
            demands.append(Q(branch=branch.pk))
        if self.asked("format") in dict(self.formats):
            of_format = self.model.objects.filter(format=self.asked("format"))
            demands.append(Q(page__in=of_format.order_by().values("pk")))
        return demands

    def _find(self, kind: str) -> Named | None:
        slug = self.asked(kind)
        return next((one for one in self._named[kind] if slug and one.slug == slug), None)

    @property
    def _asked_year(self) -> int | None:
        asked = self.asked("year")
        # Python reads other digits than ASCII as numbers too; no choice is written with them.
        if not (asked.isascii() and asked.isdigit() and len(asked) == len("2026")):
            return None
        return int(asked) if int(asked) >= datetime.MINYEAR else None

    def results(self, shape: str) -> CollectedList:
        """The articles found, newest first, as cards with their covers in ``shape``."""
        found = self.index.collection.where(*self._demands)
        count = self._figures["found"]
        if "year" in self.chosen:
            found = found.where(in_year(int(self.chosen["year"])))
            count = self._figures["found_in_year"]
        return CollectedList(found, count=count, kinds=[self.index.kind], shape=shape)

    def address(self, **changes: str) -> str:
        """The query string with ``changes``; an empty value drops the name, and pages restart."""
        values = {**self.chosen, **changes}
        kept = {name: value for name, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    @cached_property
    def facets(self) -> list[Facet]:
        """The filters that have something to choose from."""
        return [
            Facet(name, str(label), [self._choice(name, *choice) for choice in choices])
            for name, label, choices in self._offered
            if choices
        ]

    def _choice(self, name: str, value: str, label: str) -> Choice:
        selected = self.chosen.get(name) == value
        return Choice(value, label, selected, self.address(**{name: "" if selected else value}))

    @property
    def removable(self) -> list[tuple[Facet, Choice]]:
        return [(facet, facet.selected) for facet in self.facets if facet.selected]

    @property
    def page_address(self) -> str:
        """What a page number is added to: ``?topic=…&page=``."""
        base = self.address()
        return f"{base}page=" if base == "?" else f"{base}&page="
