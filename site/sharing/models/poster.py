"""A sheet on a wall, with a code that leads to the site."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wagtail.models import Page

from sharing.codes import LENGTH, new_code
from topics.models import Topic


class Poster(models.Model):
    """Leads to a page, or to a topic that has none. Paper stays where it hangs: the code is never
    given again, and ``title`` keeps what was printed after its page is gone."""

    code = models.CharField(_("短码"), max_length=LENGTH, unique=True, editable=False)
    page = models.ForeignKey(
        Page,
        verbose_name=_("页面"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("专题词"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title = models.CharField(_("标题"), max_length=255, editable=False)
    place = models.CharField(
        _("张贴处"),
        max_length=60,
        blank=True,
        help_text=_("例如：村口公交站、3 路车。每处一张，扫码次数分开数。"),
    )
    elder = models.BooleanField(
        _("打开长者模式"), default=False, help_text=_("扫码的人直接看到大字版。")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("制作人"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(_("制作时间"), auto_now_add=True)

    # A poster is no use of the page that an editor should hear of before deleting it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("海报")
        verbose_name_plural = _("海报")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="sharing_poster_leads_to_one",
                condition=Q(page__isnull=True) | Q(topic__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.place}）" if self.place else self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.code:
            self.code = new_code(lambda code: Poster.objects.filter(code=code).exists())
        super().save(*args, **kwargs)
