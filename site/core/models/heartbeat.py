"""When a background loop or periodic job last did its work."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def beat(self, name: str) -> None:
        """Note that ``name`` is alive now."""
        self.update_or_create(name=name, defaults={"at": timezone.now()})

    def claim(self, name: str, every: timedelta, now: datetime | None = None) -> bool:
        """Take the turn of the job ``name`` if its last one began at least ``every`` ago.

        One conditional UPDATE decides, so of several workers on one database one gets the turn.
        A time in the future comes from a clock that was set back since, and stops nothing.
        """
        now = now or timezone.now()
        last, created = self.get_or_create(name=name, defaults={"at": now})
        # Asking costs a read; only a turn that seems free is worth a write.
        if created or now - every < last.at <= now + every:
            return created
        return self.filter(name=name, at=last.at).update(at=now) == 1

    def older_than(self, age: timedelta) -> Self:
        return self.filter(at__lt=timezone.now() - age)


class Heartbeat(models.Model):
    """One row per name: ``worker``, each worker process, each periodic job.

    ``at`` is the last sign of life, for a job the start of its last run; ``failure`` is what went
    wrong in that run, empty when it went well.
    """

    name = models.CharField(_("名称"), max_length=120, primary_key=True)
    at = models.DateTimeField(_("时间"))
    failure = models.TextField(_("上次的错误"), blank=True, default="")

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("后台任务心跳")
        verbose_name_plural = _("后台任务心跳")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
