"""Pages of several types in one list, ready for cards in two queries: rows, then pictures."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from wagtail.models import Page

from assets.pictures import attach_renditions
from topics import registry


def select_cards(
    queryset: QuerySet[Any], path: str, kinds: Iterable[registry.Collectable] | None = None
) -> QuerySet[Any]:
    """Join the columns of the types to the page at ``path`` ("page", "target").

    ``kinds``: the registered types that can come, all if not given; each costs time to join.
    """
    related, deferred = [path], []
    for kind in registry.all_types() if kinds is None else kinds:
        related.append(f"{path}__{kind.relation}")
        related += [f"{path}__{kind.relation}__{name}" for name in kind.card_related]
        deferred += [f"{path}__{kind.relation}__{name}" for name in kind.card_deferred]
    return queryset.select_related(*related).defer(*deferred)


def specific_card(page: Page) -> Page:
    """The page as its own type: from the joined columns, or by a query where there are none."""
    for kind in registry.all_types():
        found = Page._meta.get_field(kind.relation).get_cached_value(page, default=None)
        if found is not None:
            return found
    return page.specific


def make_cards(pages: Iterable[Page], shape: str) -> list[Page]:
    """``pages`` as their own types, with the renditions of their covers in ``shape``."""
    cards = [specific_card(page) for page in pages]
    attach_renditions((getattr(card, "cover", None) for card in cards), shape)
    return cards
