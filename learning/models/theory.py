"""理论文章."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from articles.models import ArticleIndexPage, NarratedArticlePage
from search.registry import not_searchable, searchable
from topics.registry import collectable

MICRO_WORD_LIMIT = 1200


class TheoryFormat(models.TextChoices):
    MICRO = "micro", _("微理论")
    LONG = "long", _("长读")


@searchable("theory", pgettext_lazy("several", "理论文章"))
@collectable("theory", pgettext_lazy("several", "理论文章"))
class TheoryArticlePage(NarratedArticlePage):
    """A text to study: short (微理论) or long."""

    parent_page_types = ["learning.TheoryIndexPage"]
    subpage_types: list[str] = []
    page_description = _("理论文章：1,200 字以内的微理论，或不限篇幅的长读。")

    template = "pages/learning/theory_article_page.html"
    WORD_LIMITS = {TheoryFormat.MICRO.value: MICRO_WORD_LIMIT}

    format = models.CharField(
        _("体裁"),
        max_length=5,
        choices=TheoryFormat.choices,
        default=TheoryFormat.LONG,
        help_text=_("微理论不超过 1,200 字；更长的文章请选长读。"),
    )

    content_panels = [
        NarratedArticlePage.content_panels[0],
        FieldPanel("format"),
        *NarratedArticlePage.content_panels[1:],
    ]

    search_fields = [*NarratedArticlePage.search_fields, index.FilterField("format")]

    translatable_fields = [*NarratedArticlePage.translatable_fields, SynchronizedField("format")]

    def check_limits(self) -> None:
        super().check_limits()
        if self.format == TheoryFormat.MICRO and self.current_word_count > MICRO_WORD_LIMIT:
            raise ValidationError(
                _(
                    "微理论不超过 %(limit)s 字，现在有 %(count)s 字，多出 %(over)s 字。"
                    "请删减，或把体裁改为“长读”。"
                ),
                params={
                    "limit": f"{MICRO_WORD_LIMIT:,}",
                    "count": f"{self.current_word_count:,}",
                    "over": f"{self.current_word_count - MICRO_WORD_LIMIT:,}",
                },
                code="too_long",
            )

    @property
    def kicker(self) -> str:
        return str(self.get_format_display())

    class Meta:
        verbose_name = _("理论文章")
        verbose_name_plural = _("理论文章")


@not_searchable
class TheoryIndexPage(ArticleIndexPage):
    """The theory section."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["learning.TheoryArticlePage"]
    page_description = _("理论栏目：列出理论文章，可按体裁筛选。")

    template = "pages/learning/theory_index_page.html"
    article_model = TheoryArticlePage

    class Meta:
        verbose_name = _("理论栏目")
        verbose_name_plural = _("理论栏目")
