"""Links of results."""

from django import template

from search.results import Card

register = template.Library()


@register.simple_tag
def counted(card: Card, url: str) -> str:
    """The address by which a result is opened and its rank counted, without who opened it."""
    return card.links.to(card.rank, url)
