"""Blocks that lead elsewhere: files, pages, players of allowed hosts."""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.models import Page

from core.visibility import is_restricted
from search.documents import Passage

PLAYERS = {
    "bilibili": "https://player.bilibili.com/player.html?bvid={id}&autoplay=0",
    "qq": "https://v.qq.com/txp/iframe/player.html?vid={id}&autoplay=false",
}


def player_address(url: str) -> str | None:
    """The address of the host's bare player for a page address; None where it isn't allowed."""
    for host, pattern in settings.EMBED_HOSTS.items():
        match = re.match(pattern, url)
        if match:
            return PLAYERS[host].format(id=match.group("id"))
    return None


class DocumentBlock(blocks.StructBlock):
    """A file to take along."""

    document = DocumentChooserBlock(label=_("文件"))
    title = blocks.CharBlock(
        label=_("显示名称"),
        required=False,
        default="",
        max_length=100,
        help_text=_("留空则用文件名称。"),
    )

    class Meta:
        icon = "doc-full"
        label = _("文件下载")
        template = "components/blocks/document.html"
        description = _("供读者下载的文件")

    def passages_of(self, raw: Any, block_id: str) -> Iterator[Passage]:
        yield Passage(raw.get("title") or "")

    def document_ids(self, raw: Any) -> list[int]:
        """The files that a stored value names."""
        return [raw["document"]] if raw.get("document") else []

    def get_preview_value(self) -> Any:
        return self.normalize({"document": get_document_model().objects.order_by("-pk").first()})


class RelatedPagesBlock(blocks.StructBlock):
    """Pages that the editor picks by hand."""

    title = blocks.CharBlock(
        label=_("标题"),
        required=False,
        default="",
        max_length=30,
        help_text=_("留空则是“相关阅读”，在译文里是它的译名。"),
    )
    pages = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("页面")), label=_("页面"), min_num=1, max_num=8
    )

    class Meta:
        icon = "link"
        label = _("相关页面")
        template = "components/blocks/related_pages.html"
        description = _("手工挑选的相关页面")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        title = value["title"]
        # The default was once kept as words, also by translations.
        context["title"] = gettext("相关阅读") if title in {"", "相关阅读"} else title
        # What has been withdrawn or closed since is left out, even its title.
        context["pages"] = [
            page
            for page in value["pages"]
            if page is not None and page.live and not is_restricted(page)
        ]
        return context

    def get_preview_value(self) -> Any:
        pages = list(Page.objects.live().filter(depth__gt=2).order_by("-pk")[:3])
        return self.normalize({"title": "", "pages": pages})


class EmbedBlock(blocks.StructBlock):
    """A player of an allowed host. Nothing is fetched from it on our side."""

    url = blocks.URLBlock(
        label=_("视频网址"),
        help_text=_("只支持哔哩哔哩（bilibili.com/video/BV…）和腾讯视频（v.qq.com）的视频页。"),
    )
    title = blocks.CharBlock(
        label=_("视频名称"),
        max_length=80,
        help_text=_("读屏软件会读出来，也是打不开时的链接文字。"),
    )

    class Meta:
        icon = "media"
        label = _("站外视频")
        template = "components/blocks/embed.html"
        description = _("哔哩哔哩或腾讯视频")
        preview_value = {"url": "https://www.bilibili.com/video/BV1xx411c7mD", "title": "示例视频"}

    def passages_of(self, raw: Any, block_id: str) -> Iterator[Passage]:
        yield Passage(raw.get("title") or "")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        is_still_empty = self.is_deferred_validation and not cleaned["url"]
        if not is_still_empty and player_address(cleaned["url"]) is None:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "url": ValidationError(
                        _("不能嵌入这个网址。只支持哔哩哔哩和腾讯视频的视频页，其他网站请用链接。")
                    )
                }
            )
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["player"] = player_address(value["url"])
        return context
