"""Blocks that play."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock
from wagtailmedia.models import get_media_model

from search.documents import Passage


class _PlayerBlock(blocks.StructBlock):
    """Common to both: a caption; captions, chapters and transcript come with the media itself."""

    media_type = ""

    def passages_of(self, raw: Any, block_id: str) -> Iterator[Passage]:
        yield Passage(raw.get("caption") or "")

    def media_ids(self, raw: Any) -> list[int]:
        """The recordings that a stored value names."""
        return [raw["media"]] if raw.get("media") else []

    def get_preview_value(self) -> Any:
        media = get_media_model().objects.filter(type=self.media_type).order_by("-pk").first()
        return self.normalize({"media": media, "caption": "讲座片段"})


class VideoBlock(_PlayerBlock):
    media_type = "video"
    media = VideoChooserBlock(label=_("视频"))
    caption = blocks.CharBlock(label=_("说明"), required=False, default="", max_length=200)

    class Meta:
        icon = "media"
        label = _("视频")
        template = "components/blocks/video.html"
        description = _("媒体库里的视频，自带字幕和文字稿")


class AudioBlock(_PlayerBlock):
    media_type = "audio"
    media = AudioChooserBlock(label=_("音频"))
    caption = blocks.CharBlock(label=_("说明"), required=False, default="", max_length=200)

    class Meta:
        icon = "media"
        label = _("音频")
        template = "components/blocks/audio.html"
        description = _("媒体库里的音频，自带文字稿")
