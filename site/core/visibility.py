"""What everybody may read: live pages outside of every private branch of the tree.

A translation is as private as its source: a restriction on a page of the source language, or above
it, holds for the page's translations too, wherever they stand. Nothing is copied, so closing,
changing and lifting take effect in all languages at once.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from wagtail.models import Page, PageViewRestriction

from core.request_memo import remember

Pages = TypeVar("Pages", bound=QuerySet)


# In SQL, because it joins pages to those below them by their tree address. Restrictions come first:
# they are few, pages may be many.
TRANSLATIONS = """
    FROM wagtailcore_pageviewrestriction restriction
    CROSS JOIN wagtailcore_page page
    CROSS JOIN wagtailcore_locale source
    CROSS JOIN wagtailcore_page below
    CROSS JOIN wagtailcore_page version
    WHERE page.id = restriction.page_id
        AND source.id = page.locale_id AND source.language_code = %s
        AND below.path BETWEEN page.path AND page.path || 'ZZZZ'
        AND below.locale_id = source.id
        AND version.translation_key = below.translation_key AND version.locale_id <> source.id
"""
RESTRICTED_PATHS = f"""
    SELECT page.path
    FROM wagtailcore_pageviewrestriction restriction
    CROSS JOIN wagtailcore_page page
    WHERE page.id = restriction.page_id
    UNION
    SELECT version.path {TRANSLATIONS}
"""  # noqa: S608 - made of constants
# For which translations a restriction holds: which, and the tree path.
TRANSLATED_RESTRICTIONS = f"SELECT restriction.id, version.path {TRANSLATIONS}"


def translations_below(page: Page) -> list[int]:
    """Keys of the topmost translations of ``page`` and of what stands below it; none of a
    translation itself."""
    if page.locale.language_code != settings.LANGUAGE_CODE:
        return []
    found = dict(_translations_below([page.path]).values_list("path", "pk"))
    return [found[path] for path in _topmost(found)]


def restricted_paths() -> list[str]:
    """Tree paths at and below which pages are not for everybody; one query per request."""
    return remember("restricted_paths", _find_restricted_paths)


def _find_restricted_paths() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(RESTRICTED_PATHS, [settings.LANGUAGE_CODE])
        return _topmost(path for (path,) in cursor.fetchall())


def _translations_below(paths: Iterable[str]) -> QuerySet[Page]:
    """The translations of the source pages at and below ``paths``."""
    below = Q()
    for path in paths:
        below |= Q(path__startswith=path)
    sources = Page.objects.filter(below, locale__language_code=settings.LANGUAGE_CODE)
    return (
        Page.objects.filter(translation_key__in=sources.order_by().values("translation_key"))
        .exclude(locale__language_code=settings.LANGUAGE_CODE)
        .order_by()
    )


def _topmost(paths: Iterable[str]) -> list[str]:
    """``paths`` without those below another one."""
    found: list[str] = []
    for path in sorted(paths):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return found


def is_restricted(page: Page) -> bool:
    return any(page.path.startswith(path) for path in restricted_paths())


def open_to_all(pages: Pages) -> Pages:
    """``pages`` without those at or below a private one; as Wagtail's ``public()``, asked once."""
    for path in restricted_paths():
        pages = pages.exclude(path__startswith=path)
    return pages


def restrictions_on(page: Page) -> "QuerySet[PageViewRestriction]":
    """All that a reader of ``page`` must meet: what is set on it and above, and on and above the
    source of each of these. Does not look through aliases."""
    step = Page.steplen
    paths = [page.path]
    if page.locale.language_code != settings.LANGUAGE_CODE:
        line = page.get_ancestors(inclusive=True).order_by().values("translation_key")
        sources = Page.objects.filter(
            translation_key__in=line, locale__language_code=settings.LANGUAGE_CODE
        )
        paths += sources.order_by().values_list("path", flat=True)
    above = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    return PageViewRestriction.objects.filter(page__path__in=above)


def governed_by(page: Page) -> QuerySet[Page]:
    """The pages for which a restriction on ``page`` holds: it, those below, their translations."""
    found = Q(path__startswith=page.path)
    if page.locale.language_code == settings.LANGUAGE_CODE:
        found |= Q(pk__in=_translations_below([page.path]).values("pk"))
    return Page.objects.filter(found)
