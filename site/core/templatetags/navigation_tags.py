"""Where a page stands among the sections of the site."""

from collections.abc import Iterable

from django import template

from wagtail.models import Page

register = template.Library()

# The home page of a language stands at depth 2, the sections of the site at 3.
SECTION_DEPTH = 3


@register.simple_tag
def section_of(page: Page | None, navigation: Iterable[Page]) -> Page | None:
    """The page above ``page``, for the breadcrumb and the menu: None for home, for a section
    itself and for a page that isn't saved yet.

    Taken from ``navigation``, which is loaded anyway, where it is there; one query otherwise.
    """
    if not page or not page.pk or page.depth <= SECTION_DEPTH:
        return None
    if page.depth == SECTION_DEPTH + 1:
        for section in navigation:
            if page.path.startswith(section.path):
                return section
    return page.get_parent()
