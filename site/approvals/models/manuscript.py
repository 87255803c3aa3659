"""Where a page stands in its review, and what of it may be public."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.models import Page

from approvals.models.stage import ReviewStage


class ManuscriptState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    IN_REVIEW = "in_review", _("审稿中")
    RETURNED = "returned", _("已退回")
    # Waiting for its date.
    APPROVED = "approved", _("待发布")
    # Approved, and its date was taken off.
    UNPLANNED = "unplanned", _("已审定·未排期")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤稿")
    DELETED = "deleted", _("已删除")


class ManuscriptQuerySet(models.QuerySet["Manuscript"]):
    def lock(self, page: Page) -> "Manuscript":
        """The page's row, nobody else's until the caller's transaction ends.

        Whatever is decided about a page is decided after this. An UPDATE rather than SELECT FOR
        UPDATE: it holds on SQLite too.
        """
        if not self.filter(page_id=page.pk).update(turn=models.F("turn") + 1):
            self.get_or_create(page_id=page.pk, defaults={"title": page.title[:255]})
            self.filter(page_id=page.pk).update(turn=models.F("turn") + 1)
        return self.get(page_id=page.pk)

    def of(self, page: Page) -> "Manuscript | None":
        return self.filter(page_id=page.pk).first()


class Manuscript(models.Model):
    """One page's review. No foreign key to page or people: the record outlives them.

    A digest here is a shortcut to what the record says (``approvals.record``); ``verify_reviews``
    compares both.
    """

    page_id = models.BigIntegerField(_("页面"), unique=True)
    title = models.CharField(_("标题"), max_length=255)
    number = models.CharField(_("稿件编号"), max_length=20, blank=True, db_index=True)
    state = models.CharField(
        _("状态"), max_length=9, choices=ManuscriptState.choices, default=ManuscriptState.DRAFT
    )
    # How often it has been submitted.
    round = models.PositiveIntegerField(_("轮次"), default=0)

    # Digests of content (approvals.digest), empty where there is none.
    draft_digest = models.CharField(max_length=64, blank=True)
    review_digest = models.CharField(max_length=64, blank=True)
    approved_digest = models.CharField(max_length=64, blank=True)
    live_digest = models.CharField(max_length=64, blank=True)
    review_revision = models.BigIntegerField(null=True)
    approved_revision = models.BigIntegerField(null=True)

    # The present stage
    stage = models.CharField(
        _("审级"), max_length=6, choices=ReviewStage.choices, blank=True, default=""
    )
    workflow_state = models.BigIntegerField(null=True)
    submitted_by_id = models.BigIntegerField(null=True)
    waiting_since = models.DateTimeField(_("到达时间"), null=True)
    due_at = models.DateTimeField(_("截止时间"), null=True)
    claimed_by_id = models.BigIntegerField(null=True)
    claimed_until = models.DateTimeField(null=True)
    # 字 that differ from what was published after a review.
    change_size = models.PositiveIntegerField(_("改动"), default=0)

    # The end of the record's chain.
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    # Counts lockings.
    turn = models.PositiveBigIntegerField(default=0)

    objects = ManuscriptQuerySet.as_manager()

    class Meta:
        verbose_name = _("稿件")
        verbose_name_plural = _("稿件")
        # No role may change rows by hand.
        default_permissions = ()
        permissions = [
            ("publish_in_emergency", _("可以紧急发布")),
            ("view_record", _("可以查看全部审稿记录")),
        ]
        indexes = [
            models.Index(fields=["state", "stage", "due_at"], name="approvals_waiting"),
            models.Index(fields=["review_digest"], name="approvals_review_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def is_in_review(self) -> bool:
        return self.state == ManuscriptState.IN_REVIEW
