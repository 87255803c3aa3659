"""Where a text comes from: a list that editors pick from, not free text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel


class Source(models.Model):
    """One origin that may be named as 来源.

    Reprints must name a listed source and keep their original address; own articles name the
    organisation itself.
    """

    name = models.CharField(_("名称"), max_length=60, unique=True)
    url = models.URLField(_("网址"), blank=True)
    is_own = models.BooleanField(
        _("本单位"), default=False, help_text=_("本单位原创的稿件用它；转载的来源不要勾选。")
    )

    panels = [FieldPanel("name"), FieldPanel("url"), FieldPanel("is_own")]

    class Meta:
        verbose_name = _("来源")
        verbose_name_plural = _("来源")
        ordering = ["-is_own", "name"]

    def __str__(self) -> str:
        return self.name
