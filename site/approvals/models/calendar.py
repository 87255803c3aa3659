"""When people work: due times count these hours only."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

BETWEEN = [MinValueValidator(1), MaxValueValidator(400)]


@register_setting(icon="time")
class ReviewTimes(BaseGenericSetting):
    """Office hours, and how many of them each stage has. Monday to Friday, but for ``DayOff``."""

    opens = models.TimeField(_("上班"), default=datetime.time(8, 30))
    closes = models.TimeField(_("下班"), default=datetime.time(17, 30))
    first_hours = models.PositiveSmallIntegerField(_("初审"), default=9, validators=BETWEEN)
    second_hours = models.PositiveSmallIntegerField(_("复审"), default=9, validators=BETWEEN)
    final_hours = models.PositiveSmallIntegerField(_("终审"), default=9, validators=BETWEEN)
    single_hours = models.PositiveSmallIntegerField(_("栏目审核"), default=9, validators=BETWEEN)
    remind_hours = models.PositiveSmallIntegerField(
        _("提前提醒"), default=2, validators=BETWEEN, help_text=_("到期前多少个工作小时提醒。")
    )
    claim_minutes = models.PositiveSmallIntegerField(
        _("认领时限"),
        default=120,
        validators=BETWEEN,
        help_text=_("认领后多少分钟没有决定就失效。"),
    )

    panels = [
        FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")], heading=_("工作时间")),
        MultiFieldPanel(
            [
                FieldPanel("first_hours"),
                FieldPanel("second_hours"),
                FieldPanel("final_hours"),
                FieldPanel("single_hours"),
            ],
            heading=_("每一审级的时限（工作小时）"),
        ),
        FieldRowPanel([FieldPanel("remind_hours"), FieldPanel("claim_minutes")]),
    ]

    class Meta:
        verbose_name = _("审稿时限")

    def clean(self) -> None:
        super().clean()
        if self.closes <= self.opens:
            raise ValidationError({"closes": _("下班时间要晚于上班时间。")})


class DayOff(models.Model):
    """A day that is not as its weekday says: a holiday, or a weekend day worked instead."""

    date = models.DateField(_("日期"), unique=True)
    is_working = models.BooleanField(_("调休上班"), default=False)
    note = models.CharField(_("说明"), max_length=40, blank=True)

    panels = [FieldPanel("date"), FieldPanel("is_working"), FieldPanel("note")]

    class Meta:
        verbose_name = _("节假日与调休")
        verbose_name_plural = _("节假日与调休")
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date} {self.note}".strip()
