"""Parts of lists: page numbers."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page

register = template.Library()


@register.filter
def beside(items: Iterable[Any], others: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Pairs of the same place, as long as the shorter."""
    return list(zip(items, others, strict=False))


@register.simple_tag
def page_numbers(items: Page) -> Iterable[int | str]:
    """The numbers to offer on this page of a list: first, last, the neighbours, and an ellipsis
    for each gap. Constant in length, however long the list."""
    return items.paginator.get_elided_page_range(items.number, on_each_side=1, on_ends=1)
