"""Where a manuscript stands."""

from wagtail.models import Revision

from approvals.models.manuscript import Manuscript, ManuscriptState


def is_scheduled(manuscript: Manuscript) -> bool:
    """Approved and waiting for its date."""
    return bool(manuscript.approved_digest) and (
        Revision.objects.filter(
            pk=manuscript.approved_revision, approved_go_live_at__isnull=False
        ).exists()
    )


def resting_state(manuscript: Manuscript) -> ManuscriptState:
    """What it is while nobody reviews it."""
    if manuscript.approved_digest:
        planned = is_scheduled(manuscript)
        return ManuscriptState.APPROVED if planned else ManuscriptState.UNPLANNED
    return ManuscriptState.PUBLISHED if manuscript.live_digest else ManuscriptState.DRAFT


def follow_schedule(page_id: int) -> None:
    """A date was set or taken off: waiting for it, or for somebody to set one."""
    waits = (ManuscriptState.APPROVED, ManuscriptState.UNPLANNED)
    for manuscript in Manuscript.objects.filter(page_id=page_id, state__in=waits):
        state = resting_state(manuscript)
        Manuscript.objects.filter(pk=manuscript.pk, state__in=waits).update(state=state)


def leave_review(manuscript: Manuscript) -> None:
    """Nobody's turn any more; the caller sets the state and saves."""
    manuscript.stage = manuscript.review_digest = ""
    manuscript.review_revision = manuscript.workflow_state = None
    manuscript.claimed_by_id = manuscript.claimed_until = manuscript.due_at = None


def forget_approval(manuscript: Manuscript) -> None:
    """What was approved is out, or is to be approved again."""
    manuscript.approved_digest, manuscript.approved_revision = "", None
