"""News of the last two days, as news search engines ask for them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core.frame import Frame
from core.moments import published_at
from discovery.sitemaps.base import LANGUAGES, SitemapPart, in_the_map, tag
from news.models import NewsPage

DAYS = 2


class NewsPart(SitemapPart):
    name = "news"
    namespaces = (("news", "http://www.google.com/schemas/sitemap-news/0.9"),)
    # Google takes no more in one file.
    size = 1000

    def pages(self) -> QuerySet[Any]:
        today = timezone.localdate()
        recent = NewsPage.objects.filter(date__gt=today - timedelta(days=DAYS), date__lte=today)
        return in_the_map(recent, self.addresses)

    def entries(self, pages: QuerySet[Any]) -> Iterator[str]:
        site = Frame.of(self.request).settings.name
        columns = ("url_path", "title", "date", "first_published_at", "locale__language_code")
        for path, title, day, first, language in pages.values_list(*columns):
            publication = tag("news:name", site) + tag(
                "news:language", LANGUAGES.get(language, language)
            )
            yield (
                f"{tag('loc', self.addresses.of(path))}<news:news>"
                f"<news:publication>{publication}</news:publication>"
                f"{tag('news:publication_date', published_at(day, first).isoformat())}"
                f"{tag('news:title', title)}</news:news>"
            )
