"""Links to pages in running text, in a number of queries that the number of links can't change."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.utils import translation

from wagtail.models import Page

from core.request_memo import remember

STORED_LINK = re.compile(r"<a\b[^>]*\blinktype=\\?[\"']page\b[^>]*>")
STORED_ID = re.compile(r"\bid=\\?[\"'](\d{1,18})\b", re.ASCII)


def linked_ids(stored: str) -> list[int]:
    """The ids of the pages that stored rich text, or JSON with such texts in it, links to."""
    tags = STORED_LINK.findall(stored)
    return [int(found.group(1)) for tag in tags if (found := STORED_ID.search(tag))]


def load_linked_pages(ids: Iterable[int]) -> dict[int, Page]:
    """Live pages by id, each in the active language where it exists there.

    Within one reading request none is asked for twice.
    """
    known: dict[int, Page | None] = remember("core.linked_pages", dict)
    missing = {pk for pk in ids if pk not in known}
    if missing:
        pages = Page.objects.select_related("locale").in_bulk(missing)
        versions = _versions(pages.values())
        for pk in missing:
            page = pages.get(pk)
            shown = versions.get(page.translation_key, page) if page else None
            known[pk] = shown if shown and shown.live else None
    return {pk: page for pk, page in known.items() if page is not None}


def _versions(pages: Iterable[Page]) -> dict[object, Page]:
    """What stands in the active language in place of the pages of others, by translation key."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    foreign = [p.translation_key for p in pages if p.locale.language_code != language]
    if not foreign:
        return {}
    versions = Page.objects.filter(
        translation_key__in=foreign, locale__language_code=language, live=True, alias_of=None
    )
    return {page.translation_key: page for page in versions}
