"""What a reader sees of a collection: ``?type=theory&year=2025&page=2``."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.paginators import paginate
from topics import registry
from topics.collecting import CollectedList, Collection, Facet, in_year, of_types

# Characters of a value that a notice repeats.
LONGEST_SHOWN = 40


@dataclass(frozen=True)
class Choice:
    """One value of a filter. ``address`` leads to it, or, where it is selected, out of it."""

    value: str
    label: str
    count: int
    selected: bool
    address: str


@dataclass(frozen=True)
class Unknown:
    """A value that an address asks for and that names nothing: the filter's label, the value."""

    label: str
    value: str

    @classmethod
    def of(cls, label: Any, value: str) -> "Unknown":
        """``value`` cut to what fits a line."""
        return cls(
            str(label), value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"
        )


class Listing:
    """One collection, narrowed by type and year as the address asks, in pages.

    Values that name nothing count as not asked for, so a mistyped address shows more, not an
    error, and says so. One query for all counts, two for a page of cards.
    """

    def __init__(self, collection: Collection, query: QueryDict, **kept: str) -> None:
        self.collection = collection
        self.query = query
        # Other values of the address that its links carry on.
        self.kept = kept

    @cached_property
    def facets(self) -> list[Facet]:
        return CollectedList(self.collection).facets()

    @property
    def total(self) -> int:
        return sum(facet.count for facet in self.facets)

    @property
    def updated(self) -> date | None:
        """The date of the newest page of the whole collection."""
        return max((facet.newest for facet in self.facets), default=None)

    @cached_property
    def type(self) -> registry.Collectable | None:
        kind = registry.get_type(self.query.get("type", "").strip())
        return kind if kind and self._per_type[kind.content_type.pk] else None

    @cached_property
    def year(self) -> int | None:
        # Python's ``int`` reads full-width digits too; absurd lengths are cut first.
        try:
            year = int(self.query.get("year", "").strip()[:9])
        except ValueError:
            return None
        return year if self._per_year[year] else None

    @cached_property
    def _per_type(self) -> Counter[int]:
        counter: Counter[int] = Counter()
        for facet in self.facets:
            counter[facet.content_type_id] += facet.count
        return counter

    @cached_property
    def _per_year(self) -> Counter[int]:
        counter: Counter[int] = Counter()
        for facet in self.facets:
            counter[facet.year] += facet.count
        return counter

    @property
    def unknown(self) -> list[Unknown]:
        """What the address asks for in vain."""
        asked = [("type", _("类型"), self.type), ("year", _("年份"), self.year)]
        return [
            Unknown.of(label, value)
            for name, label, found in asked
            if (value := self.query.get(name, "").strip()) and not found
        ]

    @property
    def is_filtered(self) -> bool:
        return bool(self.type or self.year)

    @property
    def types(self) -> list[Choice]:
        """The types found, in registered order; their counts are within the chosen year."""
        return [
            Choice(
                value=kind.key,
                label=str(kind.label),
                count=self._counted(kind, self.year),
                selected=kind == self.type,
                address=self.address(type="" if kind == self.type else kind.key),
            )
            for kind in registry.all_types()
            if self._per_type[kind.content_type.pk]
        ]

    @property
    def years(self) -> list[Choice]:
        """The years found, newest first; their counts are within the chosen type."""
        return [
            Choice(
                value=str(year),
                label=str(year),
                count=self._counted(self.type, year),
                selected=year == self.year,
                address=self.address(year="" if year == self.year else str(year)),
            )
            for year in sorted(self._per_year, reverse=True)
            if self._per_year[year]
        ]

    def _counted(self, kind: registry.Collectable | None, year: int | None) -> int:
        return sum(
            facet.count
            for facet in self.facets
            if (kind is None or facet.content_type_id == kind.content_type.pk)
            and (year is None or facet.year == year)
        )

    @cached_property
    def page_obj(self) -> PaginatorPage:
        collection = self.collection
        if self.type:
            collection = collection.where(of_types([self.type]))
        if self.year:
            collection = collection.where(in_year(self.year))
        count = self._counted(self.type, self.year)
        kinds = [kind for kind in registry.all_types() if self._counted(kind, self.year)]
        cards = CollectedList(collection, count=count, kinds=[self.type] if self.type else kinds)
        return paginate(cards, self.query.get("page", 1))

    def address(self, **changes: str) -> str:
        """The query string with ``changes``; an empty value drops the name, pages restart."""
        values = {
            **self.kept,
            "type": self.type.key if self.type else "",
            "year": str(self.year or ""),
            **changes,
        }
        return f"?{urlencode({name: value for name, value in values.items() if value})}"

    @property
    def page_address(self) -> str:
        """What a page number is added to: ``?type=theory&page=``."""
        base = self.address()
        return f"{base}page=" if base == "?" else f"{base}&page="

    def context(self) -> dict[str, Any]:
        return {
            "listing": self,
            "page_obj": self.page_obj,
            "years": self.years,
            "types": self.types,
            "total": self.total,
            "updated": self.updated,
        }
