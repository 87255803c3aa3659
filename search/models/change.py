"""The outbox: what has changed, written in the transaction that changed it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """Something that engines have to look at again.

    ``key`` names it: ``page:12``, or model and primary key (``topics.topic:5``), which stands for
    every document that shows it.

    ``number`` is given after the commit (``search.outbox.number_new``), so that numbers follow the
    order in which transactions became visible: a follower that has reached one has seen all
    before it, however long another transaction took, and a higher number never stands for an
    older state. Ids follow the order of INSERTs, which promises neither.
    """

    key = models.CharField(_("对象"), max_length=120)
    number = models.BigIntegerField(_("序号"), null=True, unique=True)
    # All pages below it too.
    tree = models.BooleanField(default=False)
    # It may have closed to somebody: not to be found until an engine has looked at it.
    closing = models.BooleanField(default=False)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("待索引的变更")
        verbose_name_plural = _("待索引的变更")
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(number=None), name="search_change_unnumbered"
            ),
            models.Index(
                fields=["number"], condition=models.Q(closing=True), name="search_change_closing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or '-'} {self.key}"


class Numbering(models.Model):
    """One row. Its lock makes the numbering one after the other.

    ``last``: the last number given. ``forgotten``: changes up to that number may be removed.
    """

    last = models.BigIntegerField(default=0)
    forgotten = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("变更编号")
        verbose_name_plural = _("变更编号")

    def __str__(self) -> str:
        return str(self.last)
