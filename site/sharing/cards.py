"""What a page says of itself where its address is passed on: messengers, crawlers, search."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone

from wagtail.models import Page

from assets.pictures import picture
from core.addresses import Addresses
from core.frame import Frame
from core.moments import is_over, published_at
from topics.collecting import is_public

LOCALES = {"zh-hans": "zh_CN", "zh-hant": "zh_TW", "en": "en_US"}


@dataclass(frozen=True)
class CardPicture:
    """An absolute address with its size in pixels and what can be seen."""

    url: str
    width: int
    height: int
    alt: str = ""


class Card:
    """``page`` as a card; no query where the page was loaded to be read."""

    def __init__(self, page: Page, request: HttpRequest) -> None:
        self.page: Any = page
        self.frame = Frame.of(request)
        self.addresses = Addresses(request)

    @property
    def url(self) -> str:
        return self.addresses.of(self.page.url_path)

    @property
    def domain(self) -> str:
        return self.addresses.origin.partition("://")[2]

    @property
    def title(self) -> str:
        # The home page's own title is the word for it in the tree.
        is_home = self.page.depth == 2
        return self.frame.settings.name if is_home else str(self.page.title)

    @property
    def description(self) -> str:
        page = self.page
        introduction = getattr(page, "introduction", "")
        return page.search_description or getattr(page, "summary", "") or introduction

    @property
    def locale(self) -> str:
        return LOCALES.get(self.page.locale.language_code, "zh_CN")

    @property
    def is_article(self) -> bool:
        return hasattr(self.page, "manuscript_number")

    @property
    def column(self) -> str:
        """The section's title; a section's own is its page's."""
        section = self.frame.section_of(self.page)
        return str(section.title) if section else ""

    @property
    def source(self) -> str:
        source = getattr(self.page, "source", None)
        return source.name if source else ""

    @property
    def topics(self) -> list[str]:
        return [topic.name for topic in getattr(self.page, "topic_list", ())]

    @property
    def published(self) -> datetime | None:
        if not self.is_article:
            return None
        return published_at(self.page.date, self.page.first_published_at)

    @property
    def modified(self) -> datetime | None:
        changed = self.page.last_published_at
        return timezone.localtime(changed) if changed else None

    @property
    def video(self) -> Any:
        """The film of a page that is about one."""
        media = getattr(self.page, "media", None)
        return media if media and media.is_video else None

    @property
    def video_url(self) -> str:
        return self.addresses.absolute(self.video.url) if self.video else ""

    def _picture(self, shape: str) -> CardPicture | None:
        cover = getattr(self.page, "cover", None)
        if not cover:
            return None
        found = picture(cover, shape).fallback
        alt = cover.default_alt_text
        return CardPicture(self.addresses.absolute(found.url), found.width, found.height, alt)

    @property
    def picture(self) -> CardPicture:
        """The wide picture: the cover, the film's still, else the site's own."""
        cover = self._picture("og")
        if cover:
            return cover
        still = getattr(self.page, "still_url", "")
        if still:
            media = self.page.media
            width, height = round(media.width or 0), round(media.height or 0)
            return CardPicture(self.addresses.absolute(still), width, height, media.title)
        own = self.addresses.absolute(static("hongfan/icons/share.png"))
        return CardPicture(own, 1200, 630, self.frame.settings.name)

    @property
    def square(self) -> CardPicture:
        """What WeChat and QQ put beside a title."""
        own = self.addresses.absolute(static("hongfan/icons/icon-512.png"))
        return self._picture("square") or CardPicture(own, 512, 512)


def card_of(page: Page | None, request: HttpRequest) -> Card | None:
    """The card of a page that everybody may read; None for others and for previews."""
    if page is None or not page.pk or getattr(request, "is_preview", False):
        return None
    return Card(page, request) if is_public(page) and not is_over(page) else None
