"""Wagtail's own ``.search()`` and ``.autocomplete()``: page explorer, choosers, API.

The engine says which objects hold the words, the database which of those the queryset lets
through: so every filter and every order of a queryset is kept, and what the queryset hides stays
hidden. Two-character words, and any piece of a title, are found in the office's index; while that
is missing, by a plain substring search of the database.
"""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Count

from wagtail.models import Page

from modelsearch.backends.base import (
    BaseSearchBackend,
    BaseSearchQueryCompiler,
    BaseSearchResults,
    SearchFieldError,
)
from modelsearch.backends.database.fallback import DatabaseSearchQueryCompiler
from modelsearch.query import And, Boost, MatchAll, Not, Or, Phrase

from core.request_memo import current_request
from search import door, office, outbox
from search.analysis import normalise, phrase_terms
from search.engines.base import Alternative, EngineUnavailable, Plan

# More are not put into one SQL condition, but sifted here.
MOST_IN_SQL = 5_000
# Words of a question beyond that find nothing new.
MOST_PARTS = 12
# Latin words that begin as the last one typed.
COMPLETIONS = 40


class Found:
    """Keys in order of rank; or, where ``inverted``, everything but these."""

    def __init__(self, keys: dict[str, None], inverted: bool = False) -> None:
        self.keys = keys
        self.inverted = inverted

    def __and__(self, other: "Found") -> "Found":
        if self.inverted and other.inverted:
            return Found({**self.keys, **other.keys}, inverted=True)
        if self.inverted:
            return other & self
        kept = {key: None for key in self.keys if (key in other.keys) != other.inverted}
        return Found(kept)

    def __invert__(self) -> "Found":
        return Found(self.keys, not self.inverted)

    def __or__(self, other: "Found") -> "Found":
        if not self.inverted and not other.inverted:
            return Found({**self.keys, **other.keys})
        return ~(~self & ~other)


class QueryCompiler(BaseSearchQueryCompiler):
    """Asks the engine; ``completes`` the last Latin word."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    completes = False

    def check(self) -> None:
        """Only fields are checked: filters and orders are the database's, which knows them all."""
        known = {field.field_name for field in self.queryset.model.get_searchable_search_fields()}
        for name in self.fields or []:
            if name not in known:
                raise SearchFieldError(f"There is no search field {name!r}.", field_name=name)

    def primary_keys(self) -> list[Any] | None:
        """In order of rank; ``None`` where everything is found. Raises ``EngineUnavailable``."""
        found = self._find(self.query)
        if found.inverted:
            if not found.keys:
                return None
            everything = self._ask(Plan())
            found = everything & found
        field = self.queryset.model._meta.pk
        pks = (field.to_python(outbox.split_key(key)[1]) for key in found.keys)
        # A page and its draft have one.
        return list(dict.fromkeys(pks))

    def _find(self, query: Any) -> Found:
        if isinstance(query, MatchAll):
            return Found({}, inverted=True)
        if isinstance(query, Boost):
            return self._find(query.subquery)
        if isinstance(query, Not):
            return ~self._find(query.subquery)
        if isinstance(query, And):
            found = Found({}, inverted=True)
            for part in query.subqueries:
                found = found & self._find(part)
            return found
        if isinstance(query, Or):
            found = Found({})
            for part in query.subqueries:
                found = found | self._find(part)
            return found
        text = normalise(query.query_string)
        if isinstance(query, Phrase):
            return self._find_all([text])
        parts = text.split()[:MOST_PARTS]
        if getattr(query, "operator", "and") == "or":
            found = Found({})
            for part in parts:
                found = found | self._find_all([part])
            return found
        return self._find_all(parts)

    def _find_all(self, parts: list[str]) -> Found:
        """What holds each of the parts, its characters side by side."""
        phrases = [tuple(terms) for part in parts if (terms := phrase_terms(part))]
        if not phrases:
            return Found({})
        last = phrases[-1][-1]
        if not self.completes or not (last.isascii() and last.isalnum()):
            return self._ask(Plan(phrases=tuple(phrases)))
        # ``u`` holds Latin words whole, so each word that begins so is a way to go on.
        words = door.embedded(door.OFFICE).beginning("u", last, COMPLETIONS)
        endings = [(*phrases[-1][:-1], word) for word in dict.fromkeys([last, *words])]
        group = tuple(Alternative(phrase=ending) for ending in endings)
        found = self._ask(Plan(groups=(group,)))
        if len(phrases) > 1:
            found = found & self._ask(Plan(phrases=tuple(phrases[:-1])))
        return found

    def _ask(self, plan: Plan) -> Found:
        engine = door.engine(door.OFFICE)
        plan = Plan(
            phrases=plan.phrases,
            groups=plan.groups,
            filters={"kind": tuple(self._kinds())},
            access=None,
            fold=False,
        )
        return Found(dict.fromkeys(engine.keys_found(plan, max(engine.count(), 1))))

    def _kinds(self) -> Iterator[str]:
        model = self.queryset.model
        if issubclass(model, Page):
            yield outbox.PAGE
            if may_search_drafts():
                yield office.DRAFT
            return
        for one in (model, *_below(model)):
            yield office.key_of(one, "").partition(":")[0]


class CompletingQueryCompiler(QueryCompiler):
    completes = True


def _below(model: type[models.Model]) -> Iterator[type[models.Model]]:
    for child in model.__subclasses__():
        yield child
        yield from _below(child)


def may_search_drafts() -> bool:
    """Whether the words of unpublished drafts of published pages may lead to them: for people in
    the admin. Anybody else could learn from the hits what a draft says."""
    request = current_request()
    if request is None or not request.path_info.startswith("/admin/"):
        return False
    user = getattr(request, "user", None)
    return bool(user is not None and user.has_perm("wagtailadmin.access_admin"))


class SearchResults(BaseSearchResults):
    supports_facet = True

    def _queryset(self) -> Any:
        return self.query_compiler.queryset

    def _ranked(self) -> tuple[Any, list[Any] | None]:
        """The queryset narrowed to what was found, and the keys in order of rank (``None``: the
        queryset's own order stands)."""
        compiler, queryset = self.query_compiler, self._queryset()
        if compiler.fields:
            return self._by_substring(), None
        try:
            pks = compiler.primary_keys()
        except EngineUnavailable:
            return self._by_substring(), None
        if pks is None:
            return queryset, None
        if len(pks) > MOST_IN_SQL:
            # Sifted here: a database takes only so many values in one condition.
            let_through = set(queryset.order_by().values_list("pk", flat=True))
            pks = [pk for pk in pks if pk in let_through]
            if compiler.order_by_relevance:
                return queryset, pks
            kept = set(pks)
            return queryset, [pk for pk in queryset.values_list("pk", flat=True) if pk in kept]
        narrowed = queryset.filter(pk__in=pks)
        if not compiler.order_by_relevance:
            return narrowed, None
        let_through = set(narrowed.order_by().values_list("pk", flat=True))
        return narrowed, [pk for pk in pks if pk in let_through]

    def _by_substring(self) -> Any:
        compiler = self.query_compiler
        plain = DatabaseSearchQueryCompiler(
            compiler.queryset,
            compiler.query,
            fields=compiler.fields,
            order_by_relevance=compiler.order_by_relevance,
        )
        condition = plain.build_database_filter(compiler.query)
        if condition == "_ALL_":
            return compiler.queryset
        if condition == "_NONE_":
            return compiler.queryset.none()
        return compiler.queryset.filter(condition).distinct()

    def _do_search(self) -> list[Any]:
        queryset, ranked = self._ranked()
        if self.prefetch_related:
            queryset = queryset.prefetch_related(*self.prefetch_related)
        if ranked is None:
            return list(queryset[self.start : self.stop])
        wanted = ranked[self.start : self.stop]
        found = {item.pk: item for item in queryset.filter(pk__in=wanted)}
        items = [found[pk] for pk in wanted if pk in found]
        if self._score_field:
            for place, item in enumerate(items, self.start):
                setattr(item, self._score_field, 1 / (place + 1))
        return items

    def _do_count(self) -> int:
        queryset, ranked = self._ranked()
        found: int = len(ranked) if ranked is not None else queryset.count()
        end = found if self.stop is None else min(self.stop, found)
        return max(end - self.start, 0)

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        queryset, ranked = self._ranked()
        if ranked is not None:
            queryset = queryset.filter(pk__in=ranked)
        rows = queryset.order_by().values_list(field_name).annotate(count=Count("pk"))
        return OrderedDict(sorted(rows, key=lambda row: -row[1]))


class SearchBackend(BaseSearchBackend):
    """Its index follows the outbox (``search.following``), so Wagtail has nothing to write."""

    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = CompletingQueryCompiler
    results_class = SearchResults
    catch_indexing_errors = True
