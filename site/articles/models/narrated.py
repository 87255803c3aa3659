"""Articles that can be heard."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_localize.fields import SynchronizedField
from wagtailmedia.edit_handlers import MediaChooserPanel

from articles.models.article import ArticlePage
from articles.narration import timings


class NarratedArticlePage(ArticlePage):
    """A text that somebody may have read aloud.

    The recording's transcript, where it has one, says when each paragraph is spoken.
    """

    serve_select_related: ClassVar[tuple[str, ...]] = (
        *ArticlePage.serve_select_related,
        "narration",
    )

    narration = models.ForeignKey(
        "assets.Media",
        verbose_name=_("朗读录音"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("读者点“听文章”时播放。录音带有字幕文字稿时，正在读的段落会标出来。"),
    )

    content_panels = [
        *ArticlePage.content_panels,
        MediaChooserPanel("narration", media_type="audio"),
    ]

    search_fields = [*ArticlePage.search_fields]

    translatable_fields = [*ArticlePage.translatable_fields, SynchronizedField("narration")]

    @property
    def narration_timings(self) -> str:
        """``p-k3x9:12.5 h-…:40``: where each paragraph begins in the recording, for the script."""
        if self.narration is None or not self.narration.cues:
            return ""
        found = timings(self.body, self.narration.cues)
        return " ".join(f"{anchor}:{second:g}" for anchor, second in found)

    class Meta:
        abstract = True
