"""The record: everything that counts about a manuscript, in order, never changed."""

from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.exceptions import Refusal
from approvals.models.manuscript import Manuscript
from approvals.models.stage import ReviewStage


class EntryKind(models.TextChoices):
    CONTRIBUTION = "contribution", _("写作或修改")
    SUBMISSION = "submission", _("送审")
    APPROVAL = "approval", _("通过")
    RETURN = "return", _("退回")
    RECALL = "recall", _("撤回送审")
    EMERGENCY = "emergency", _("紧急发布")
    IMPORT = "import", _("导入批准")
    FOUNDING = "founding", _("建站")
    PUBLICATION = "publication", _("发布")
    WITHDRAWAL = "withdrawal", _("撤稿")
    EXPIRY = "expiry", _("到期下线")
    ANSWER = "answer", _("作者答复")
    DELETION = "deletion", _("删除")
    RESTRICTION = "restriction", _("改阅读权限")


# What lets content be public without three people; each names who answers for it and why.
COVERS = (EntryKind.EMERGENCY, EntryKind.IMPORT, EntryKind.FOUNDING)


class EntryQuerySet(models.QuerySet):
    """Reads only."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise unchangeable()

    def delete(self) -> NoReturn:
        raise unchangeable()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise unchangeable()


class Entry(models.Model):
    """One line of a manuscript's record. Written by ``approvals.record.append`` only.

    ``hash`` covers all the other columns and the hash of the entry before (``previous``).
    """

    manuscript = models.ForeignKey(Manuscript, on_delete=models.PROTECT, related_name="entries")
    # Position in the manuscript's chain, from 1.
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    at = models.DateTimeField(_("时间"))
    # An account may go, the name stays. Neither where nobody is known.
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(_("姓名"), max_length=150, blank=True)
    round = models.PositiveIntegerField(_("轮次"))
    stage = models.CharField(_("审级"), max_length=6, choices=ReviewStage.choices, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    revision = models.BigIntegerField(null=True)
    # The opinion, the reason, the answer.
    text = models.TextField(_("意见"), blank=True)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("审稿记录")
        verbose_name_plural = _("审稿记录")
        ordering = ["manuscript_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["manuscript", "sequence"], name="approvals_one_chain"),
            # The last word where two decide at the same moment.
            models.UniqueConstraint(
                fields=["manuscript", "round", "stage"],
                condition=models.Q(kind="approval"),
                name="approvals_stage_once",
            ),
            models.UniqueConstraint(
                fields=["manuscript", "round", "person_id"],
                condition=models.Q(kind="approval"),
                name="approvals_person_once",
            ),
        ]
        indexes = [models.Index(fields=["kind", "at"], name="approvals_kind_at")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.get_kind_display()} {self.person_name}"

    @property
    def signature(self) -> str:
        """The name, and for whom this person stood in."""
        absent = "、".join(self.data.get("stands_in_for", []))
        if not absent:
            return self.person_name
        return gettext("%(name)s（代%(absent)s）") % {"name": self.person_name, "absent": absent}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise unchangeable()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise unchangeable()


def unchangeable() -> Refusal:
    return Refusal(gettext("审稿记录只能增加，不能修改或删除。"), code="append_only")
