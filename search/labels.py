"""Names and addresses of topics and branches, which every page of results shows many of.

Each process keeps them for a second, and forgets them at once where it changes one itself.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Value
from django.db.models.signals import post_delete, post_save

from accounts.models import Branch
from topics.models import Topic

FRESH = 1.0


@dataclass(frozen=True, slots=True)
class Named:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Labels:
    """By primary key; topics that are in use only."""

    topics: Mapping[int, Named]
    branches: Mapping[int, Named]


_kept: tuple[float, Labels] | None = None


def labels() -> Labels:
    """All of them: one query, at most once a second."""
    global _kept
    now = time.monotonic()
    kept = _kept
    if kept is None or now - kept[0] > FRESH:
        kept = _kept = (now, _load())
    return kept[1]


def forget(**kwargs: Any) -> None:
    global _kept
    _kept = None


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
