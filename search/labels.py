"""Names and addresses of topics and branches, which every page of results shows many of.

Each process keeps them until the number of the words changes (``search.synonyms``), as it does
with every topic and branch; and looks at most once a second what that number is.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Value
from django.db.models.signals import post_delete, post_save

from accounts.models import Branch
from search.access import Restrictions
from topics.models import Topic

# Seconds for which a process trusts the number, and what it keeps: a restored backup, an update
# past the models.
FRESH = 1.0
KEPT = 60.0


@dataclass(frozen=True, slots=True)
class Named:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Labels:
    """By primary key; topics that are in use only."""

    topics: Mapping[int, Named]
    branches: Mapping[int, Named]


# When it was asked, and what.
_number: tuple[float, int] | None = None
_kept: tuple[float, int, Labels] | None = None


def number() -> int:
    """The number of the words now; a search asks it with the restrictions, which it needs anyway."""
    global _number
    now = time.monotonic()
    known = _number
    if known is None or now - known[0] > FRESH:
        known = _number = (now, Restrictions.current().words)
    return known[1]


def labels() -> Labels:
    """All of them: one query, where something changed."""
    global _kept
    now, wanted, kept = time.monotonic(), number(), _kept
    if kept is None or kept[1] != wanted or now - kept[0] > KEPT:
        kept = _kept = (now, wanted, _load())
    return kept[2]


def forget(**kwargs: Any) -> None:
    global _kept, _number
    _kept = _number = None


def connect() -> None:
    for signal in (post_save, post_delete):
        for model in (Topic, Branch):
            signal.connect(forget, sender=model, dispatch_uid="search.labels")


def _load() -> Labels:
    def rows(queryset: Any, kind: str) -> Any:
        mark = Value(kind, output_field=CharField())
        return queryset.order_by().values_list(mark, "pk", "slug", "name")

    found: dict[str, dict[int, Named]] = {"topic": {}, "branch": {}}
    both = rows(Topic.objects.accepted(), "topic").union(
        rows(Branch.objects.all(), "branch"), all=True
    )
    for kind, pk, slug, name in both:
        found[kind][pk] = Named(slug, name)
    return Labels(found["topic"], found["branch"])
