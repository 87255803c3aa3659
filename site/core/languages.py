"""Addresses across languages."""

from django.conf import settings
from django.http import HttpRequest

from wagtail.models import Page

from core.frame import Frame
from core.redirects import moved_page
from core.visibility import open_to_all

# No page stands deeper; a longer address is a robot's.
MAX_NAMES = 20


def address_instead(request: HttpRequest, language: str, path: str) -> str | None:
    """Where to lead a reader who asked for ``path`` under another language's prefix in vain.

    To the page of the source language, which is told ``?untranslated=…`` and says so in a line; or,
    where that has moved or its topic was merged, to what took its place, in the language asked for
    if it exists there. The query is kept. None where nothing that everybody may read is found.
    """
    query = request.GET.copy()
    page = _source_page(request, language, path)
    if page is None:
        moved = moved_page(request, path)
        page = _in_language(moved, language) if moved else None
    if page is None:
        return None
    if page.locale.language_code != language:
        query["untranslated"] = language
    address = page.get_url(request)
    return f"{address}?{query.urlencode()}" if query else address


def _in_language(page: Page, language: str) -> Page:
    """``page`` in the language where readers may have it there, else itself."""
    versions = page.get_translations().filter(locale__language_code=language)
    return open_to_all(versions.live().filter(alias_of=None)).first() or page


def _source_page(request: HttpRequest, language: str, path: str) -> Page | None:
    """The source-language page for ``path``.

    Follows the translated tree as far as it goes (its addresses may differ; drafts and stand-ins
    count too), then the source tree by the remaining names.
    """
    roots = Frame.of(request).roots
    source_root = roots.get(settings.LANGUAGE_CODE)
    names = [name for name in path.split("/") if name]
    if source_root is None or len(names) > MAX_NAMES:
        return None
    page: Page | None = source_root
    if language in roots:
        translated = _deepest(roots[language], names)
        names = names[translated.depth - roots[language].depth :]
        page = translated.get_translation_or_none(source_root.locale)
    if page is not None and names:
        page = Page.objects.filter(url_path=f"{page.url_path}{'/'.join(names)}/").first()
    if page is None or not page.live or page.get_view_restrictions().exists():
        return None
    return page


def _deepest(root: Page, names: list[str]) -> Page:
    """The page furthest down on the way ``names`` from ``root``, at least ``root`` itself."""
    addresses = [root.url_path]
    for name in names:
        addresses.append(f"{addresses[-1]}{name}/")
    return Page.objects.filter(url_path__in=addresses).order_by("-depth").first() or root
