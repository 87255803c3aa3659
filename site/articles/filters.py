"""What an index page's address asks for: ``?topic=…&year=…&branch=…&format=…``."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Branch
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


class ArticleFilter:
    """Reads the address, narrows the list, and offers what else may be chosen.

    Values that name nothing are left out, so an old or mistyped address shows the wider list
    instead of an error. The number of queries does not depend on the number of articles.
    """

    def __init__(self, index: "ArticleIndexPage", query: QueryDict) -> None:
        self.index = index
        self.model = index.article_model
        self.query = query

    def asked(self, name: str) -> str:
        return self.query.get(name, "").strip()[:100]

    @cached_property
    def topics(self) -> list[tuple[str, str]]:
        return list(Topic.objects.accepted().values_list("slug", "name").order_by("name"))

    @cached_property
    def branches(self) -> list[tuple[str, str]]:
        return list(Branch.objects.values_list("slug", "name").order_by("path"))

    @cached_property
    def years(self) -> list[tuple[str, str]]:
        """From the newest article's year to the oldest's: two look-ups in the date index."""
        articles = self.index.articles()
        newest = articles.order_by("-date").values_list("date", flat=True).first()
        if newest is None:
            return []
        oldest = articles.order_by("date").values_list("date", flat=True).first()
        return [(str(year), str(year)) for year in range(newest.year, oldest.year - 1, -1)]

    @cached_property
    def formats(self) -> list[tuple[str, str]]:
        if not hasattr(self.model, "format"):
            return []
        return [
            (value, str(label)) for value, label in self.model._meta.get_field("format").choices
        ]

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The values asked for that exist."""
        offered = {
            "topic": self.topics,
            "year": self.years,
            "branch": self.branches,
            "format": self.formats,
        }
        chosen = {}
        for name, choices in offered.items():
            value = self.asked(name)
            if value and any(value == offer for offer, _label in choices):
                chosen[name] = value
        return chosen

    def results(self) -> Any:
        found = self.index.articles().newest_first().cards()
        chosen = self.chosen
        if "topic" in chosen:
            found = found.filter(tagged_pages__tag__slug=chosen["topic"])
        if "year" in chosen:
            found = found.filter(date__year=int(chosen["year"]))
        if "branch" in chosen:
            found = found.filter(branch__slug=chosen["branch"])
        if "format" in chosen:
            found = found.filter(format=chosen["format"])
        return found

    def address(self, **changes: str) -> str:
        """The query string with ``changes``; an empty value drops the name, and pages restart."""
        values = {**self.chosen, **changes}
        kept = {name: value for name, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    @cached_property
    def facets(self) -> list[Facet]:
        """The filters that have something to choose from."""
        offered = [
            ("format", _("体裁"), self.formats),
            ("topic", _("专题"), self.topics),
            ("year", _("年份"), self.years),
            ("branch", _("党组织"), self.branches),
        ]
        return [
            Facet(name, str(label), [self._choice(name, *choice) for choice in choices])
            for name, label, choices in offered
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
