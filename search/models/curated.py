"""Pages that editors put first for a question."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable

from search.analysis import has_letters
from search.models.words import MAX_LENGTH, MAX_WORDS, split_words


class CuratedResult(ClusterableModel):
    """Shown above what the engine finds, to those who may read the pages."""

    questions = models.TextField(
        _("搜索词"),
        help_text=_("读者搜这些词时置顶，每行一个。同义词里的其他说法不用重写。"),
    )
    label = models.CharField(
        _("标签"), max_length=12, default="推荐", help_text=_("例如：推荐、必读。")
    )
    enabled = models.BooleanField(_("启用"), default=True)
    changed_at = models.DateTimeField(_("修改时间"), auto_now=True)

    panels = [
        FieldPanel("questions"),
        FieldPanel("label"),
        InlinePanel("pages", label=_("置顶的页面"), min_num=1, max_num=5),
        FieldPanel("enabled"),
    ]

    class Meta:
        verbose_name = _("置顶结果")
        verbose_name_plural = _("置顶结果")
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return "、".join(split_words(self.questions))

    def clean(self) -> None:
        super().clean()
        questions = split_words(self.questions)
        if not 1 <= len(questions) <= MAX_WORDS:
            message = _("写 1 到 %(limit)d 个搜索词。")
            raise ValidationError(
                {"questions": ValidationError(message, params={"limit": MAX_WORDS})}
            )
        for question in questions:
            if len(question) > MAX_LENGTH or not has_letters(question):
                message = _("“%(word)s”不能用：要有文字，最多 %(limit)d 个字。")
                params = {"word": question[:20], "limit": MAX_LENGTH}
                raise ValidationError({"questions": ValidationError(message, params=params)})


class CuratedPage(Orderable):
    """One page of a curated result; deleted with the page."""

    result = ParentalKey(CuratedResult, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("页面"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("置顶的页面")
        verbose_name_plural = _("置顶的页面")

    def __str__(self) -> str:
        return str(self.page)
