"""Pages that an editor puts first on a topic page."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, Page

from topics import registry


class TopicPin(Orderable):
    """One page put first, wherever its date would place it."""

    page = ParentalKey("topics.TopicPage", on_delete=models.CASCADE, related_name="pins")
    target = models.ForeignKey(
        Page, verbose_name=_("稿件"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("target")]

    class Meta(Orderable.Meta):
        verbose_name = _("置顶稿件")
        verbose_name_plural = _("置顶稿件")

    def __str__(self) -> str:
        return str(self.target)

    def clean(self) -> None:
        super().clean()
        if self.target_id and registry.type_of(self.target.specific_class) is None:
            raise ValidationError(
                {"target": _("这里只能选新闻、理论文章、视频讲座、支部风采等稿件。")}
            )
