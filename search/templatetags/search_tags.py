"""Links of results."""

from django import template

from search import analytics
from search.query import Question

register = template.Library()


@register.simple_tag
def counted(question: Question, rank: int, url: str) -> str:
    """The address by which a result is opened and its rank counted, without who opened it."""
    return analytics.link(question, rank, url)
