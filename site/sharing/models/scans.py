"""How often a poster was scanned: one number a day, nothing about anybody."""

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharing.models.poster import Poster


class ScanCountManager(models.Manager["ScanCount"]):
    def add_one(self, poster: Poster) -> None:
        """Count one scan today: one statement, but for the first of a day."""
        today = timezone.localdate()
        same_day = self.filter(poster=poster, day=today)
        if same_day.update(count=F("count") + 1):
            return
        try:
            with transaction.atomic():
                self.create(poster=poster, day=today, count=1)
        except IntegrityError:
            # Somebody else's scan was the first of the day, a moment ago.
            same_day.update(count=F("count") + 1)


class ScanCount(models.Model):
    """``count`` scans of ``poster`` on ``day`` (of the site's time zone)."""

    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="scans")
    day = models.DateField(_("日期"))
    count = models.PositiveIntegerField(_("次数"), default=0)

    objects = ScanCountManager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("扫码次数")
        verbose_name_plural = _("扫码次数")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["poster", "day"], name="sharing_scans_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
