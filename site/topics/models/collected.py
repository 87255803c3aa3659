"""The narrow table that collections read."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.models import Locale, Page

from accounts.models import Branch


class CollectedPage(models.Model):
    """A live page of a registered type, with what collections choose and sort by.

    Each type keeps its date in a table of its own, with the body beside it. To sort thousands of
    pages of four types by date from there takes four joins over fat rows; from here it is a walk
    along one index. Kept in step by ``signal_handlers``; ``collecting.refresh`` makes it anew.
    """

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, primary_key=True, related_name="collected"
    )
    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", db_index=False)
    branch = models.ForeignKey(Branch, null=True, on_delete=models.SET_NULL, related_name="+")
    date = models.DateField()

    # A copy of what the page says, no reference of an editor's making.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("可收入专题的页面")
        verbose_name_plural = _("可收入专题的页面")
        indexes = [
            # Covers the list and the counts by year and type.
            models.Index(
                fields=["locale", "-date", "-page", "content_type"], name="topics_collected_by_date"
            ),
            # The newest of one type, however few it has among the others.
            models.Index(
                fields=["locale", "content_type", "-date", "-page"], name="topics_collected_by_type"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.page_id}"
