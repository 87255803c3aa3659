"""What everybody may read: live pages outside of every private branch of the tree."""

from typing import TypeVar

from django.db.models import QuerySet

from wagtail.models import Page, PageViewRestriction

from core.request_memo import remember

Pages = TypeVar("Pages", bound=QuerySet)


def restricted_paths() -> list[str]:
    """Tree paths at and below which pages are not for everybody; one query per request."""
    return remember(
        "restricted_paths",
        # Restrictions first: they are few, pages may be many.
        lambda: list(
            Page.objects.filter(pk__in=PageViewRestriction.objects.values("page"))
            .order_by()
            .values_list("path", flat=True)
        ),
    )


def is_restricted(page: Page) -> bool:
    return any(page.path.startswith(path) for path in restricted_paths())


def open_to_all(pages: Pages) -> Pages:
    """``pages`` without those at or below a private one; as Wagtail's ``public()``, asked once."""
    for path in restricted_paths():
        pages = pages.exclude(path__startswith=path)
    return pages
