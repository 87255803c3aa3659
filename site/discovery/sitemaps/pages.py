"""All pages, each with its other languages."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID
from xml.sax.saxutils import quoteattr

from django.db.models import QuerySet

from wagtail.models import Page

from core.templatetags.language_tags import html_language
from discovery.sitemaps.base import SitemapPart, in_the_map, tag


class PagesPart(SitemapPart):
    name = "pages"
    namespaces = (("xhtml", "http://www.w3.org/1999/xhtml"),)

    def pages(self) -> QuerySet[Any]:
        return in_the_map(Page.objects.all(), self.addresses)

    def entries(self, pages: QuerySet[Any]) -> Iterator[str]:
        rows = list(pages.values_list("url_path", "translation_key", "last_published_at"))
        versions = self._versions({key for _path, key, _changed in rows})
        for path, key, changed in rows:
            alternates = "".join(
                f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(address)}/>'
                for language, address in versions[key]
            )
            moment = changed.isoformat() if changed else ""
            yield f"{tag('loc', self.addresses.of(path))}{tag('lastmod', moment)}{alternates}"

    def _versions(self, keys: set[UUID]) -> dict[UUID, list[tuple[str, str]]]:
        """Language and address of each version of each page; nothing where there is one only."""
        found = in_the_map(Page.objects.filter(translation_key__in=keys), self.addresses)
        versions: defaultdict[UUID, list[tuple[str, str]]] = defaultdict(list)
        rows = found.values_list("translation_key", "locale__language_code", "url_path")
        for key, language, path in rows:
            versions[key].append((html_language(language), self.addresses.of(path)))
        several = {key: sorted(found) for key, found in versions.items() if len(found) > 1}
        return defaultdict(list, several)
