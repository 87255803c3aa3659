"""Video lectures with picture, file and length."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from assets.pictures import share_url, with_renditions
from core.moments import published_at
from discovery.sitemaps.base import SitemapPart, in_the_map, tag
from learning.models import VideoLecturePage


class VideosPart(SitemapPart):
    name = "videos"
    namespaces = (("video", "http://www.google.com/schemas/sitemap-video/1.1"),)
    size = 500

    def pages(self) -> QuerySet[Any]:
        lectures = VideoLecturePage.objects.filter(media__type="video")
        return in_the_map(lectures, self.addresses)

    def entries(self, pages: QuerySet[Any]) -> Iterator[str]:
        found = with_renditions(pages.select_related("media").defer("body"), "cover", "og")
        for page in found:
            picture = share_url(page.cover) if page.cover else page.media.poster_url
            if not picture:
                # A video without a picture is refused, and the whole file with it.
                continue
            yield f"{tag('loc', self.addresses.of(page.url_path))}{self._video(page, picture)}"

    def _video(self, page: VideoLecturePage, picture: str) -> str:
        media: Any = page.media
        values = (
            ("thumbnail_loc", self.addresses.absolute(picture)),
            ("title", page.title[:100]),
            ("description", page.summary or page.title),
            ("content_loc", self.addresses.absolute(media.url)),
            ("duration", round(media.duration_seconds) or ""),
            ("publication_date", published_at(page.date, page.first_published_at).isoformat()),
            ("family_friendly", "yes"),
        )
        inner = "".join(tag(f"video:{name}", value) for name, value in values)
        return f"<video:video>{inner}</video:video>"
