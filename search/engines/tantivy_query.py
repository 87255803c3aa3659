"""A plan as a tantivy query."""

import time
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from tantivy import FieldType, Occur, Query

from search.engines.base import COMMON_FROM, COMMON_SHARE, FIELD_WEIGHTS, Alternative, Plan

Must, Should, MustNot = Occur.Must, Occur.Should, Occur.MustNot

# A set of more values than this pays for the automaton that tantivy makes of it.
FEW_VALUES = 16
# Different demands of all private places; a site has a handful.
MOST_AUDIENCES = 10_000


def audiences(searcher: Any) -> dict[str, int]:
    """Each requirement set that documents bear, with their number; each bears exactly one.
    Replaced documents count too, as long as their files stand."""
    return dict(searcher.terms_with_prefix("access", "", limit=MOST_AUDIENCES))


class QueryMaker:
    """The queries of one plan, for one state of an index."""

    def __init__(self, schema: Any, searcher: Any, plan: Plan) -> None:
        self.schema = schema
        self.searcher = searcher
        self.plan = plan
        documents = searcher.num_docs
        # A character in more documents than this says nothing.
        self._common = documents * COMMON_SHARE if documents >= COMMON_FROM else documents

    def make(self, without: str = "", *, scored: bool = True) -> Query:
        """The whole plan; ``without``: leave the filter of that field aside. Not ``scored``, it
        finds the same and is cheaper, to count."""
        plan = self.plan
        words = self.words(scored=scored) if plan.has_words else None
        clauses = [(Must, words)] if words is not None else []
        clauses += [(Must, self._phrase(words)) for words in plan.phrases]
        clauses += [(Must, self._unscored(one)) for one in self._demands(without)]
        if not clauses:
            clauses = [(Must, Query.all_query())]
        clauses += [(MustNot, self._phrase(words)) for words in plan.excluded if words]
        clauses += [(MustNot, one) for one in self._hidden]
        return Query.boolean_query(clauses)

    def words(self, *, scored: bool = True) -> Query | None:
        """What scores. Characters find on their own only where nothing longer is asked.

        ``None``: not ``scored``, the words of this plan change nothing.
        """
        plan = self.plan
        anchors = [*self._terms("w", plan.w), *self._terms("b", plan.b)]
        anchors += [self._group(group) for group in plan.groups if group]
        singles = self._terms("u", [(t, boost) for t, boost in plan.u if not self._is_common(t)])
        if plan.is_of_characters and not plan.phrases:
            # All of them common, and yet all that was asked.
            return _any([*anchors, *(singles or self._terms("u", plan.u))])
        if anchors and not plan.phrases:
            found = _any(anchors)
            if not scored:
                return found
            return Query.boolean_query([(Must, found), *((Should, one) for one in singles)])
        if not scored:
            return None
        scoring = ((Should, one) for one in [*anchors, *singles])
        return Query.boolean_query([*scoring, _everything()])

    def _is_common(self, character: str) -> bool:
        return bool(self.searcher.doc_freq("u", character) > self._common)

    def _group(self, group: Iterable[Alternative]) -> Query:
        return Query.disjunction_max_query([self._alternative(one) for one in group])

    def _alternative(self, one: Alternative) -> Query:
        strong = [q for name in ("w", "b") for q in self._terms(name, _weighted(one, name))]
        weak = self._terms("u", _weighted(one, "u"))
        if one.phrase:
            found = Query.boost_query(self._phrase(one.phrase), one.boost)
            weak = [*strong, *weak]
        elif one.is_of_characters:
            return _any([*strong, *weak])
        else:
            found = _any(strong)
        return Query.boolean_query([(Must, found), *((Should, query) for query in weak)])

    def _terms(self, name: str, terms: Iterable[tuple[str, float]]) -> list[Query]:
        weight = FIELD_WEIGHTS[name]
        return [
            Query.boost_query(Query.term_query(self.schema, name, term, "freq"), weight * boost)
            for term, boost in terms
        ]

    def _phrase(self, words: tuple[str, ...]) -> Query:
        if len(words) == 1:
            return Query.term_query(self.schema, "u", words[0], "freq")
        return Query.phrase_query(self.schema, "u", list(words))

    def _demands(self, without: str) -> Iterable[Query]:
        for name, values in self.plan.filters.items():
            if name == "story":
                yield _any([self._of_story(value) for value in values])
            elif name != without:
                yield self._one_of(name, values)
        if self.plan.access is not None and self._closed is None:
            yield self._one_of("access", self.plan.access)

    def _one_of(self, name: str, values: Sequence[str]) -> Query:
        if len(values) > FEW_VALUES:
            return Query.term_set_query(self.schema, name, list(values))
        return _any([Query.term_query(self.schema, name, value, "basic") for value in values])

    def _of_story(self, story: str) -> Query:
        # A column that no term leads to: asked once in a while, it is looked through.
        number = int(story, 16)
        return Query.range_query(self.schema, "story", FieldType.Unsigned, number, number)

    @cached_property
    def _hidden(self) -> list[Query]:
        plan = self.plan
        hidden = []
        if plan.hidden:
            hidden.append(self._one_of("key", plan.hidden))
        if plan.hidden_under:
            hidden.append(self._one_of("under", list(map(str, plan.hidden_under))))
        if plan.access is not None:
            if self._closed:
                hidden.append(self._one_of("access", self._closed))
            now = int(plan.now.timestamp() if plan.now else time.time())
            ended = Query.range_query(
                self.schema,
                "until",
                FieldType.Integer,
                upper_bound=now,
                use_inverted_index=True,
            )
            # Few documents have an end, and those whose end has come soon leave the index. An
            # exclusion is asked about every document, also one that excludes nothing.
            if self.searcher.search(ended, 1, count=False).hits:
                hidden.append(ended)
        return hidden

    @cached_property
    def _closed(self) -> list[str] | None:
        """The requirement sets that the asker does not meet, where leaving those documents out
        costs less than walking through all that are open; otherwise ``None``."""
        # Of this very state of the index: a demand that is new in it must not be overlooked.
        every = audiences(self.searcher)
        if len(every) == MOST_AUDIENCES:
            # There may be more.
            return None
        met = self.plan.access or ()
        closed = {one: count for one, count in every.items() if one not in met}
        return list(closed) if 2 * sum(closed.values()) < sum(every.values()) else None

    @staticmethod
    def _unscored(query: Query) -> Query:
        return Query.const_score_query(query, 0.0)


def _weighted(one: Alternative, name: str) -> list[tuple[str, float]]:
    return [(term, one.boost) for term in getattr(one, name)]


def _any(queries: list[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Should, q) for q in queries])


def _everything() -> tuple[Occur, Query]:
    return (Should, Query.const_score_query(Query.all_query(), 0.0))
