"""The map of the site for search engines: every page that anybody may read, in all languages."""

from collections import defaultdict
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from core.frame import Frame
from core.templatetags.language_tags import html_language
from core.visibility import open_to_all


class PageSitemap(Sitemap):
    """Live pages below the home page of each language, each with its versions.

    Aliases are left out: they show another page again or keep a place. One query for the pages.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.frame = Frame.of(request)

    def items(self) -> list[Page]:
        return self._pages

    @cached_property
    def _pages(self) -> list[Page]:
        below = Q(pk__in=[])
        for root in self.frame.roots.values():
            below |= Q(path__startswith=root.path)
        pages = open_to_all(Page.objects.filter(below, live=True, alias_of=None))
        return list(pages.select_related("locale").order_by("path"))

    @cached_property
    def _versions(self) -> dict[Any, list[Page]]:
        versions = defaultdict(list)
        for page in self._pages:
            versions[page.translation_key].append(page)
        return versions

    def _urls(self, page: int | str, protocol: str, domain: str) -> list[dict[str, Any]]:
        urls = []
        for item in self.paginator.page(page).object_list:
            versions = self._versions[item.translation_key]
            alternates = [
                {
                    "location": version.get_full_url(self.request),
                    "lang_code": html_language(version.locale.language_code),
                }
                for version in (versions if len(versions) > 1 else [])
            ]
            urls.append(
                {
                    "location": item.get_full_url(self.request),
                    "lastmod": self.lastmod(item),
                    "alternates": alternates,
                }
            )
        return urls
