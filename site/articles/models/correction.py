"""A visible correction of something already published."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from core.aggregates import JSONRows


class Correction(Orderable):
    """What was wrong and since when it is right; shown at the top of the article."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="corrections")
    date = models.DateField(_("更正日期"), default=timezone.localdate)
    text = models.TextField(
        _("更正内容"), max_length=500, help_text=_("原文哪里有误，现在改成了什么。")
    )

    panels = [FieldPanel("date"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("更正")
        verbose_name_plural = _("更正")

    def __str__(self) -> str:
        return f"{self.date}：{self.text[:20]}"

    @classmethod
    def rows_of_page(cls) -> models.Subquery:
        """For annotating pages: their corrections as a list for ``from_rows``, None without any."""
        rows = cls.objects.filter(page=models.OuterRef("pk")).order_by().values("page")
        return models.Subquery(
            rows.annotate(rows=JSONRows(JSONObject(date="date", text="text"))).values("rows")
        )

    @classmethod
    def from_rows(cls, rows: list[dict[str, Any]] | None) -> list[Self]:
        return [
            cls(date=datetime.date.fromisoformat(row["date"]), text=row["text"])
            for row in rows or ()
        ]
