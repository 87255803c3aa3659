"""What somebody is to be told; also the list of what a mail said."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models.manuscript import Manuscript


class NoticeKind(models.TextChoices):
    ARRIVED = "arrived", _("等您审")
    DUE_SOON = "due_soon", _("快到期")
    OVERDUE = "overdue", _("已逾期")
    RETURNED = "returned", _("被退回")
    PUBLISHED = "published", _("已发布")
    UNPLANNED = "unplanned", _("已审定，定时发布被取消")
    OWED = "owed", _("紧急发布，等补审")


class Notice(models.Model):
    """One thing for one person, told once: in the admin (inbox), by mail in the next digest."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_notices"
    )
    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=9, choices=NoticeKind.choices)
    round = models.PositiveIntegerField()
    stage = models.CharField(max_length=6, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "manuscript", "kind", "round", "stage"],
                name="approvals_told_once",
            )
        ]
        indexes = [models.Index(fields=["mailed_at", "person"], name="approvals_unsent")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.manuscript}"
