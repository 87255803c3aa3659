"""What was asked. Nothing here says who asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AskedQuestion(models.Model):
    """How often a question was asked on one day, what it found, and which results were opened."""

    day = models.DateField(_("日期"))
    question = models.CharField(_("搜索词"), max_length=100)
    asked = models.PositiveIntegerField(_("次数"), default=0)
    # Of the last time it was asked that day.
    found = models.PositiveIntegerField(_("结果数"), default=0)
    clicks = models.PositiveIntegerField(_("打开次数"), default=0)
    rank_sum = models.PositiveIntegerField(_("打开的名次之和"), default=0)

    class Meta:
        verbose_name = _("搜索记录")
        verbose_name_plural = _("搜索记录")
        constraints = [
            models.UniqueConstraint(fields=["day", "question"], name="search_question_once_a_day")
        ]
        indexes = [models.Index(fields=["question"], name="search_question")]
        permissions = [("view_report", _("可以看搜索统计"))]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day} {self.question}"


class MonthOfSearches(models.Model):
    """What remains of a month when its questions are old: sums, no words."""

    month = models.DateField(_("月份"), unique=True)
    asked = models.PositiveIntegerField(_("次数"), default=0)
    without_result = models.PositiveIntegerField(_("没有结果"), default=0)
    clicks = models.PositiveIntegerField(_("打开次数"), default=0)

    class Meta:
        verbose_name = _("每月搜索")
        verbose_name_plural = _("每月搜索")
        ordering = ["-month"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
