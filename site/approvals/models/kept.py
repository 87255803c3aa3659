"""What hangs on the record: contents kept whole, the files they show, witnesses of entries."""

from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models.entry import EntryQuerySet, unchangeable


class Content(models.Model):
    """What was submitted or published, whole; ``digest`` is of ``data``."""

    digest = models.CharField(max_length=64, primary_key=True)
    data = models.JSONField(encoder=DjangoJSONEncoder)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("送审内容")
        verbose_name_plural = _("送审内容")

    def __str__(self) -> str:
        return self.digest

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise unchangeable()


class UsedAsset(models.Model):
    """A picture, document or recording that a recorded content shows."""

    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="assets")
    model = models.CharField(max_length=40)
    object_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("引用的文件")
        verbose_name_plural = _("引用的文件")
        indexes = [models.Index(fields=["model", "object_id"], name="approvals_asset")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


class Witness(models.Model):
    """That an entry was written: what is taken out of the record and patched up is missed here.

    No foreign keys, so that nothing goes along with what is deleted.
    """

    manuscript_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("审稿记录的见证")
        verbose_name_plural = _("审稿记录的见证")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["manuscript_id", "sequence"], name="approvals_witness_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.manuscript_id}/{self.sequence}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise unchangeable()
