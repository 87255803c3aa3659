"""The map of the site for search engines: an index, and parts of bounded size."""

from discovery.sitemaps.base import SitemapPart
from discovery.sitemaps.pages import PagesPart
from discovery.sitemaps.pictures import PicturesPart
from discovery.sitemaps.recent import NewsPart
from discovery.sitemaps.videos import VideosPart

PARTS: dict[str, type[SitemapPart]] = {
    part.name: part for part in (PagesPart, NewsPart, VideosPart, PicturesPart)
}

__all__ = ["PARTS", "SitemapPart"]
