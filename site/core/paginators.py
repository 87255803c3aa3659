"""Pages of a list, for addresses that people type and robots guess."""

from typing import Any

from django.core.paginator import Page, Paginator

from core.display import Display

PER_PAGE = 20


def paginate(items: Any, number: Any, per_page: int = PER_PAGE) -> Page:
    """The page ``number`` of ``items``, clamped: text means the first page, too large the last.

    ``number`` comes straight from the query string and may be anything. Where the reader wants
    short pages, they are shorter than ``per_page``.
    """
    paginator = Paginator(items, min(per_page, Display.current().rows or per_page))
    try:
        # Python reads full-width digits as numbers too; absurd lengths are cut first.
        wanted = int(str(number)[:9])
    except ValueError:
        wanted = 1
    return paginator.page(min(max(wanted, 1), paginator.num_pages))
