"""视频讲座."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField
from wagtailmedia.edit_handlers import MediaChooserPanel

from articles.models import ArticleIndexPage, ArticlePage
from articles.searching import LONG_RECORDING, SHORT_RECORDING, cues_of, length_of
from search.registry import Content, not_searchable, searchable
from topics.registry import collectable

# 6 min 00 s, in seconds.
MICRO_DURATION_LIMIT = 360


class LectureFormat(models.TextChoices):
    MICRO = "micro", _("微视频")
    LECTURE = "lecture", _("讲座")


@searchable("lecture", pgettext_lazy("several", "视频讲座"))
@collectable("lecture", pgettext_lazy("several", "视频讲座"))
class VideoLecturePage(ArticlePage):
    """A recorded lecture with captions, transcript and chapters, which belong to its media."""

    parent_page_types = ["learning.LectureIndexPage"]
    subpage_types: list[str] = []
    page_description = _("视频讲座：6 分钟以内的微视频，或不限时长的讲座。")

    template = "pages/learning/video_lecture_page.html"

    serve_select_related: ClassVar[tuple[str, ...]] = (*ArticlePage.serve_select_related, "media")
    serve_cover_shapes = ("poster", "og", "square")
    search_related = (*ArticlePage.search_related, "media")

    format = models.CharField(
        _("体裁"),
        max_length=7,
        choices=LectureFormat.choices,
        default=LectureFormat.LECTURE,
        help_text=_("微视频不超过 6 分 00 秒；时长从文件里读，不用填写。"),
    )
    speaker = models.CharField(_("主讲人"), max_length=40, blank=True)
    speaker_title = models.CharField(_("主讲人单位职务"), max_length=60, blank=True)
    media = models.ForeignKey(
        "assets.Media",
        verbose_name=_("视频"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("字幕、文字稿、分段目录在媒体库里和视频一起维护。"),
    )

    content_panels = [
        ArticlePage.content_panels[0],
        MultiFieldPanel(
            [
                FieldPanel("format"),
                MediaChooserPanel("media", media_type="video"),
                FieldRowPanel([FieldPanel("speaker"), FieldPanel("speaker_title")]),
            ],
            heading=_("讲座"),
        ),
        *ArticlePage.content_panels[1:],
    ]

    search_fields = [
        *ArticlePage.search_fields,
        index.SearchField("speaker"),
        index.FilterField("format"),
    ]

    translatable_fields = [
        *ArticlePage.translatable_fields,
        SynchronizedField("format"),
        TranslatableField("speaker"),
        TranslatableField("speaker_title"),
        SynchronizedField("media"),
    ]

    def check_limits(self) -> None:
        super().check_limits()
        if self.media is None:
            raise ValidationError(
                {"media": _("视频讲座要有视频。请先在媒体库上传，再在这里选择。")}
            )
        if self.format == LectureFormat.MICRO and self.media.duration > MICRO_DURATION_LIMIT:
            raise ValidationError(
                {
                    "media": ValidationError(
                        _(
                            "微视频不超过 6 分 00 秒，这个视频长 %(duration)s。请另选，或把体裁改为“讲座”。"
                        ),
                        params={"duration": self.media.duration_label},
                        code="too_long",
                    )
                }
            )

    def search_content(self) -> Content:
        content = super().search_content()
        content.people = [self.speaker, *content.people]
        content.extra = [self.speaker_title, *content.extra]
        content.passages = [*cues_of(self.media), *content.passages]
        content.seconds = self.media.duration_seconds if self.media else 0
        content.length = length_of(content.seconds, SHORT_RECORDING, LONG_RECORDING)
        content.media = {"video", *content.media}
        return content

    @property
    def has_content(self) -> bool:
        """The video, which ``check_limits`` asks for."""
        return True

    @property
    def still_url(self) -> str:
        """The address of the video's own still where no cover was chosen, else an empty text."""
        return self.media.poster_url if self.media and not self.cover_id else ""

    @property
    def kicker(self) -> str:
        return str(self.get_format_display())

    @property
    def length_label(self) -> str:
        return self.media.duration_label if self.media else ""

    class Meta:
        verbose_name = _("视频讲座")
        verbose_name_plural = _("视频讲座")


@not_searchable
class LectureIndexPage(ArticleIndexPage):
    """The lectures section."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["learning.VideoLecturePage"]
    page_description = _("视频栏目：列出视频讲座，可按体裁筛选。")

    template = "pages/learning/lecture_index_page.html"
    article_model = VideoLecturePage

    class Meta:
        verbose_name = _("视频栏目")
        verbose_name_plural = _("视频栏目")
