"""Addresses across languages."""

from django.http import HttpRequest

from wagtail.models import Locale, Page

from core.frame import Frame


def source_address(request: HttpRequest, language: str, path: str) -> str | None:
    """Where the source-language page stands for ``path`` under another language's prefix.

    Follows the translated tree as far as it goes (its addresses may differ), then the source
    tree by the same names. None where there is no live, public page either.
    """
    site = Frame.of(request).site
    if site is None:
        return None
    names = [name for name in path.split("/") if name]
    page: Page = site.root_page
    locale = Locale.objects.filter(language_code=language).first()
    translated = page.get_translation_or_none(locale) if locale else None
    while translated is not None and names:
        child = translated.get_children().live().filter(slug=names[0]).first()
        if child is None:
            break
        original = child.get_translation_or_none(page.locale)
        if original is None:
            return None
        page, translated = original, child
        names.pop(0)
    if names:
        found = Page.objects.filter(url_path=f"{page.url_path}{'/'.join(names)}/").first()
        if found is None:
            return None
        page = found
    if not page.live or page.get_view_restrictions().exists():
        return None
    return page.get_url(request)
