"""三校: what is proofread with each decision; the chief editor keeps the list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel


class ChecklistItem(models.Model):
    """One line that has to be ticked with an approval."""

    text = models.CharField(
        _("校对项目"), max_length=120, help_text=_("写成可以回答“是”的一句话。")
    )
    order = models.PositiveSmallIntegerField(_("次序"), default=0)
    is_active = models.BooleanField(_("使用中"), default=True)

    panels = [FieldPanel("text"), FieldPanel("order"), FieldPanel("is_active")]

    class Meta:
        verbose_name = _("三校清单")
        verbose_name_plural = _("三校清单")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text
