"""From a plan to the body of a request."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from search.engines.base import FIELD_WEIGHTS, TIME_LIMIT_MS, Alternative, Plan, Term

Query = dict[str, Any]

# Values counted for one field. More branches or topics than this nobody reads in a list.
MOST_VALUES = 500
# The plan is capped where it is made; this holds whatever is asked from elsewhere.
MOST_TERMS = 400
NOTHING: Query = {"match_none": {}}
# Leaves out the record that holds the position.
DOCUMENTS: Query = {"exists": {"field": "key"}}


def search_body(plan: Plan, common: Collection[str]) -> dict[str, Any]:
    """The request without its window. ``common``: terms of ``u`` that say nothing here."""
    chosen = {name: values for name, values in plan.filters.items() if name in plan.facets}
    body: dict[str, Any] = {
        "query": query_of(plan, common, without=chosen),
        "sort": sort_of(plan),
        "track_total_hits": True,
        "timeout": f"{TIME_LIMIT_MS}ms",
    }
    if chosen:
        body["post_filter"] = {"bool": {"filter": _conditions(chosen)}}
    if plan.facets:
        body["aggs"] = {name: _counted(name, chosen) for name in plan.facets}
    if plan.fold:
        body["collapse"] = {"field": "story"}
    return body


def query_of(plan: Plan, common: Collection[str] = (), without: Collection[str] = ()) -> Query:
    """``without``: names of filters that are applied elsewhere."""
    hidden: list[Query] = []
    if plan.hidden:
        hidden.append({"terms": {"key": list(plan.hidden)}})
    if plan.hidden_under:
        hidden.append({"terms": {"under": [str(page) for page in plan.hidden_under]}})
    hidden += [_phrase(terms) for terms in plan.excluded if terms]
    filters = _conditions(
        {name: values for name, values in plan.filters.items() if name not in without}
    )
    if plan.access is not None:
        filters.append({"terms": {"access": list(plan.access)}})
        hidden.append({"range": {"live_until": {"lte": _moment(plan)}}})
    if not plan.has_words:
        filters.append(DOCUMENTS)
    return {"bool": {**_words(plan, common), "filter": filters, "must_not": hidden}}


def is_by_date(plan: Plan) -> bool:
    return plan.order == "date" or not plan.has_words


def sort_of(plan: Plan) -> list[Any]:
    newest = {"date": {"order": "desc", "missing": "_last"}}
    if is_by_date(plan):
        return [newest, {"key": "asc"}]
    return ["_score", newest, {"key": "asc"}]


def _words(plan: Plan, common: Collection[str]) -> Query:
    """The part that scores."""
    finding = [*_terms("w", plan.w), *_terms("b", plan.b)]
    finding += [_group(group) for group in plan.groups if group]
    adding = _terms("u", [pair for pair in plan.u if pair[0] not in common])
    phrases = [_phrase(terms) for terms in plan.phrases if terms]
    if phrases:
        return {"must": phrases, "should": [*finding, *adding]}
    if plan.u and plan.is_of_characters:
        # Common or not: nothing else was asked.
        return {"must": [_any_of([*finding, *(adding or _terms("u", plan.u))])]}
    if finding:
        return {"must": [_any_of(finding)], "should": adding}
    return {}


def _group(group: Sequence[Alternative]) -> Query:
    return {"dis_max": {"queries": [_alternative(one) for one in group]}}


def _alternative(one: Alternative) -> Query:
    finding = [query for name in ("w", "b") for query in _weighted(one, name)]
    adding = _weighted(one, "u")
    if one.phrase:
        parts: Query = {"must": [_phrase(one.phrase)], "should": [*finding, *adding]}
    elif one.is_of_characters:
        parts = {"must": [_any_of([*finding, *adding])]}
    else:
        # As in the plan itself: a character alone says too little.
        parts = {"must": [_any_of(finding)], "should": adding}
    return {"bool": {**parts, "boost": one.boost}}


def _weighted(one: Alternative, name: str) -> list[Query]:
    return _terms(name, [(term, 1.0) for term in getattr(one, name)])


def _any_of(queries: list[Query]) -> Query:
    return {"bool": {"should": queries, "minimum_should_match": 1}} if queries else NOTHING


def _terms(field: str, terms: Iterable[Term]) -> list[Query]:
    weight = FIELD_WEIGHTS[field]
    return [
        {"term": {field: {"value": term, "boost": boost * weight}}}
        for term, boost in list(terms)[:MOST_TERMS]
    ]


def _phrase(terms: Sequence[str]) -> Query:
    text = " ".join(terms)
    if len(terms) == 1:
        return {"term": {"u": {"value": text}}}
    return {"match_phrase": {"u": {"query": text, "analyzer": "whitespace"}}}


def _conditions(filters: Mapping[str, Sequence[str]]) -> list[Query]:
    """A filter without a value lets nothing pass."""
    return [{"terms": {name: list(values)}} for name, values in filters.items()]


def _counted(name: str, chosen: Mapping[str, Sequence[str]]) -> Query:
    """The values of a field among what the filters of the others leave."""
    values = {"terms": {"field": name, "size": MOST_VALUES}}
    others = {other: values for other, values in chosen.items() if other != name}
    if not others:
        # A filter that lets everything pass is asked about every document nevertheless.
        return values
    return {"filter": {"bool": {"filter": _conditions(others)}}, "aggs": {"values": values}}


def _moment(plan: Plan) -> str:
    return (plan.now or timezone.now()).isoformat()
