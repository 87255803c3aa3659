"""Addresses across languages."""

from django.conf import settings
from django.http import HttpRequest

from wagtail.models import Page

from core.frame import Frame

# No page stands deeper; a longer address is a robot's.
MAX_NAMES = 20


def source_address(request: HttpRequest, language: str, path: str) -> str | None:
    """Where the source-language page stands for ``path`` under another language's prefix.

    Follows the translated tree as far as it goes (its addresses may differ; drafts and stand-ins
    count too), then the source tree by the remaining names. None where that leads to no live page
    that everybody may read.
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
    return page.get_url(request)


def _deepest(root: Page, names: list[str]) -> Page:
    """The page furthest down on the way ``names`` from ``root``, at least ``root`` itself."""
    addresses = [root.url_path]
    for name in names:
        addresses.append(f"{addresses[-1]}{name}/")
    return Page.objects.filter(url_path__in=addresses).order_by("-depth").first() or root
