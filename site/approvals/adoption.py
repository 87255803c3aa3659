"""A site from before this record: what is live stays live, everything else takes the rule's way.

Runs where the record is empty, so once. Afterwards a live page without an entry is a fault that
``verify_reviews`` names, and is not adopted.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from wagtail.models import Page, Revision, WorkflowState

from approvals.contributions import contribute
from approvals.digest import page_digest
from approvals.importing import begin
from approvals.models import EntryKind, Manuscript

BATCH = 100


@dataclass(frozen=True)
class Adopted:
    """How many pages went into the record, reviews were ended, schedules taken off."""

    live: int = 0
    reviews: int = 0
    schedules: int = 0

    def __bool__(self) -> bool:
        return bool(self.live or self.reviews or self.schedules)


@transaction.atomic
def adopt_what_was_live() -> Adopted:
    """Idempotent. Reviews that were under way start anew: nobody recorded who had approved what."""
    if Manuscript.objects.exists():
        return Adopted()
    # Wagtail's own sample page is none of ours, and goes.
    pages = Page.objects.filter(live=True, depth__gt=1, alias_of=None).not_exact_type(Page)
    keys = list(pages.order_by("path").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = list(Page.objects.filter(pk__in=keys[start : start + BATCH]).specific())
        begin(batch, EntryKind.FOUNDING, None, _("启用审稿记录时已经发布"))
        for page in batch:
            if page.has_unpublished_changes:
                _note_writers(page)
    return Adopted(len(keys), _end_reviews(), _take_off_schedules())


def _note_writers(page: Page) -> None:
    """Who changed the draft since the page was published may not review it."""
    manuscript = Manuscript.objects.lock(page)
    newer = page.revisions.order_by("created_at", "pk")
    if page.live_revision_id:
        newer = newer.filter(pk__gt=page.live_revision_id)
    for revision in newer.select_related("user"):
        contribute(manuscript, revision.user, "before", revision.pk)
    manuscript.draft_digest = page_digest(page.get_latest_revision_as_object())
    manuscript.save()


def _end_reviews() -> int:
    open_states = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    ended = 0
    for state in WorkflowState.objects.filter(status__in=open_states):
        if isinstance(state.content_object, Page):
            state.cancel()
            ended += 1
    return ended


def _take_off_schedules() -> int:
    due = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return int(due.update(approved_go_live_at=None))
