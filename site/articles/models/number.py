"""稿件编号: given once, never again to another manuscript."""

from django.db import models, transaction
from django.utils import timezone


class ManuscriptCounter(models.Model):
    """How many numbers a year has given out."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"

    @classmethod
    def issue(cls, count: int = 1) -> list[str]:
        """``count`` new numbers of this year, such as ``2026-00042``.

        The counter's row is locked until the caller's transaction ends, so two writers never get
        the same number; a number whose transaction failed is given again.
        """
        year = timezone.localdate().year
        with transaction.atomic():
            cls.objects.get_or_create(year=year)
            row = cls.objects.select_for_update().get(year=year)
            first = row.last + 1
            row.last += count
            row.save(update_fields=["last"])
        return [f"{year}-{number:05d}" for number in range(first, first + count)]
