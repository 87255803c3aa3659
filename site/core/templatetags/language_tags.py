"""Languages of a page: the switcher, ``hreflang``, the ``lang`` attribute."""

import re
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from wagtail.models import Locale, Page

from core.request_memo import remember
from core.visibility import open_to_all

register = template.Library()

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")

# The script is what fonts and screen readers go by, so the attribute names it, not the region.
HTML_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
# Each in its own language and script: a reader looks for what they can read.
OWN_NAMES = {"zh-hans": "简体", "zh-hant": "繁體", "en": "English"}


@dataclass(frozen=True)
class PageLanguage:
    """One language in which a page can be read."""

    html_language: str
    name: str
    url: str
    absolute_url: str
    is_current: bool


@register.filter
def html_language(language_code: str) -> str:
    """The value of a ``lang`` or ``hreflang`` attribute: ``zh-Hans`` for ``zh-hans``."""
    return HTML_LANGUAGES.get(language_code, language_code)


@register.filter
def counterparts(languages: list[PageLanguage], address: str) -> list[PageLanguage]:
    """``languages`` where ``address`` is the page's own; a later page of a list has none: its
    first page in another language shows other things."""
    return languages if any(one.absolute_url == address for one in languages) else []


@register.filter
def foreign(text: object) -> SafeString:
    """The attribute `` lang="zh-Hans"`` for Chinese words of the source on a page in another
    language, else nothing: ``<a{{ topic.name|foreign }}>``.

    Names of topics and branches, of the site and its operator are kept in one language; titles
    fall back to it. Fonts and voices go by the attribute.
    """
    active = get_language() or settings.LANGUAGE_CODE
    if active == settings.LANGUAGE_CODE or not HAN.search(str(text)):
        return SafeString("")
    return SafeString(f' lang="{html_language(settings.LANGUAGE_CODE)}"')


@register.filter
def marked(text: object) -> SafeString:
    """``text`` in an element that says so where its language is ``foreign``, for use inside a
    sentence."""
    attribute = foreign(text)
    return format_html("<span{}>{}</span>", attribute, text) if attribute else escape(text)


@register.filter
def foreign_page(page: Page, text: object = None) -> SafeString:
    """The same for ``text`` (its title if not given) of a page that may be of another language
    than the one around it."""
    active = get_language() or settings.LANGUAGE_CODE
    if active == settings.LANGUAGE_CODE:
        return SafeString("")
    shown = page.title if text is None else text
    # In another script of the same language the words alone don't tell.
    if active.startswith("zh") and _locales().get(page.locale_id) != settings.LANGUAGE_CODE:
        return SafeString("")
    return foreign(shown)


def _locales() -> dict[int, str]:
    """Language codes by id; one query for each request in another language than the source."""
    return remember("core.locales", lambda: dict(Locale.objects.values_list("pk", "language_code")))


@register.simple_tag(takes_context=True)
def page_languages(context: dict[str, Any], page: Page | None) -> list[PageLanguage]:
    """The languages in which ``page`` is live, in the order of the settings.

    Empty where there is nothing to choose: one language only, no page, a page not saved yet.
    One query; none where the page was loaded to be read and came without translations.
    """
    if not page or not page.pk:
        return []
    request: HttpRequest | None = context.get("request")
    if not getattr(page, "is_translated", True):
        return []
    # An alias in another language only keeps a place there; see ``BasePage.is_stand_in``.
    real = page.get_translations().live().filter(alias_of=None)
    translations = open_to_all(real).select_related("locale")
    versions = {version.locale.language_code: version for version in translations}
    if not versions:
        return []
    versions[page.locale.language_code] = page
    languages = []
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        version = versions.get(code)
        url = version.get_url(request) if version else None
        if version and url:
            languages.append(
                PageLanguage(
                    html_language=html_language(code),
                    name=OWN_NAMES.get(code, code),
                    url=url,
                    absolute_url=version.get_full_url(request) or url,
                    is_current=version is page,
                )
            )
    return languages


@register.filter
def missing_in(language_code: str, languages: list[PageLanguage]) -> str:
    """``language_code`` unless the page can be read in it (an old address may still say not)."""
    found = any(language.html_language == html_language(language_code) for language in languages)
    return "" if found else language_code
