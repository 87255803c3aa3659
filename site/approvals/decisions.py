"""The one place where a reviewer's decision is made.

Whoever calls, from whatever view, task or command: the manuscript is locked, read again, and the
person, the stage and the content are checked here before anything of Wagtail's moves.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wagtail.models import Page, TaskState, WorkflowState

from approvals import checklist
from approvals.comments import open_remarks
from approvals.digest import content_of
from approvals.exceptions import Refusal
from approvals.models.entry import Entry, EntryKind
from approvals.models.manuscript import Manuscript, ManuscriptState
from approvals.models.stage import ReviewStage, stages_of
from approvals.models.task import ReviewTaskState
from approvals.people import (
    answerable,
    authors,
    bound_to,
    claimant,
    deciders,
    holders,
    holds,
    stands_in_for,
)
from approvals.permits import deciding
from approvals.privacy import restrictions_of
from approvals.readings import digest_as
from approvals.record import append, identity
from approvals.standing import forget_approval, leave_review, resting_state
from approvals.submission import check_fit, submitted_revision


@transaction.atomic
def approve(page: Page, person: Any, *, ticket: str, ticks: Iterable[int], text: str = "") -> Entry:
    """Approve the present stage; after the last one the submitted revision is published.

    ``ticket`` is ``ticket_of`` the manuscript that the person looked at, ``ticks`` the keys of the
    check list's items. Raises ``Refusal``.
    """
    manuscript, state = _examine(page, person, ticket)
    draft = _submitted_draft(manuscript, page)
    if manuscript.stage == stages_of(page.specific_class)[-1]:
        # Unchanged since it was submitted; what may have changed is what stands around it.
        check_fit(draft)
    ticked = checklist.confirm(ticks)
    entry = append(
        manuscript,
        EntryKind.APPROVAL,
        person,
        stage=manuscript.stage,
        digest=manuscript.review_digest,
        revision=manuscript.review_revision,
        text=text.strip(),
        data={
            "checklist": ticked,
            "entitled": [str(holder) for holder in holders(manuscript.stage)],
            "remarks": open_remarks(page),
            **_stand_in(person, manuscript.stage),
        },
    )
    is_last = set(stages_of(page.specific_class)) <= set(deciders(manuscript).values())
    if is_last:
        manuscript.approved_digest = manuscript.review_digest
        manuscript.approved_revision = manuscript.review_revision
    manuscript.save()
    with deciding():
        state.approve(user=person, comment=text)
    if is_last:
        settle(page)
    return entry


@transaction.atomic
def send_back(page: Page, person: Any, *, ticket: str, text: str) -> Entry:
    """Return the manuscript to its authors. Raises ``Refusal``, also without a reason."""
    if not text.strip():
        raise Refusal(_("请写明退回的理由。"), code="reason", page_id=page.pk)
    manuscript, state = _examine(page, person, ticket)
    entry = append(
        manuscript,
        EntryKind.RETURN,
        person,
        stage=manuscript.stage,
        digest=manuscript.review_digest,
        revision=manuscript.review_revision,
        text=text.strip(),
        data={"remarks": open_remarks(page), **_stand_in(person, manuscript.stage)},
    )
    workflow_state = manuscript.workflow_state
    leave_review(manuscript)
    manuscript.state = ManuscriptState.RETURNED
    manuscript.workflow_state = workflow_state
    manuscript.save()
    with deciding():
        state.reject(user=person, comment=text)
    return entry


def _stand_in(person: Any, stage: str) -> dict[str, list[str]]:
    """For the record: an arrangement can be deleted afterwards."""
    names = stands_in_for(person, stage)
    return {"stands_in_for": names} if names else {}


def ticket_of(manuscript: Manuscript) -> str:
    """What a reviewer is looking at: round, stage and content."""
    return f"{manuscript.round}-{manuscript.stage}-{manuscript.review_digest}"


def objection(manuscript: Manuscript, person: Any) -> str:
    """Why ``person`` may not decide on the present stage, as a sentence; empty if they may."""
    stage = ReviewStage(manuscript.stage)
    if not holds(person, stage):
        return _("您不在“%(stage)s”组里，不能在这一级作决定。") % {"stage": stage.label}
    if person.pk in authors(manuscript):
        return _("您写过或改过这一稿，不能审自己的稿件。")
    if person.pk in answerable(manuscript):
        return _("您紧急发布了这一稿，补审要由别人来做。")
    bound = bound_to(manuscript).get(person.pk)
    if bound is not None and (bound != stage or person.pk in deciders(manuscript)):
        return _("您已在“%(stage)s”作出决定，同一稿件一人只能审一级。") % {"stage": bound.label}
    return ""


def settle(page: Page) -> None:
    """After the last approval: out already, or waiting for its date."""
    manuscript = Manuscript.objects.get(page_id=page.pk)
    if manuscript.approved_digest == manuscript.live_digest:
        _note_late_review(manuscript, page)
        forget_approval(manuscript)
    leave_review(manuscript)
    manuscript.state = resting_state(manuscript)
    manuscript.save()


def _note_late_review(manuscript: Manuscript, page: Page) -> None:
    """What was public already is so by a review from now on; what comes next begins anew."""
    published = manuscript.entries.filter(kind=EntryKind.PUBLICATION).order_by("-sequence").first()
    if published is None or published.data.get("cover") != EntryKind.EMERGENCY:
        return
    append(
        manuscript,
        EntryKind.PUBLICATION,
        digest=manuscript.live_digest,
        revision=manuscript.approved_revision,
        data={**identity(manuscript), "cover": "approval", "privacy": restrictions_of(page)},
    )


def _examine(page: Page, person: Any, ticket: str) -> tuple[Manuscript, TaskState]:
    manuscript = Manuscript.objects.lock(page)
    if not manuscript.is_in_review:
        raise Refusal(
            _("这篇稿件不在审稿中，可能已有人作出决定。"), code="not_in_review", page_id=page.pk
        )
    if ticket != ticket_of(manuscript):
        raise Refusal(
            _("您看的这一页已经过时：稿件已进入下一步。请重新打开。"),
            code="stale",
            page_id=page.pk,
        )
    reason = objection(manuscript, person)
    if reason:
        raise Refusal(reason, code="separation", page_id=page.pk)
    holder = claimant(manuscript)
    if holder is not None and holder.pk != person.pk:
        raise Refusal(
            _("%(name)s已认领这篇稿件，请等他决定或认领失效。") % {"name": holder},
            code="claimed",
            page_id=page.pk,
        )
    return manuscript, _task_state(manuscript, page)


def _task_state(manuscript: Manuscript, page: Page) -> TaskState:
    """Wagtail's side of the present stage, as it is in the database now."""
    # With what Wagtail looks at next, except the current task state, which it must read afresh.
    state = (
        ReviewTaskState.objects.select_related("task__reviewtask", "revision")
        .select_related("workflow_state__workflow")
        .filter(
            status=TaskState.STATUS_IN_PROGRESS,
            task__reviewtask__stage=manuscript.stage,
            workflow_state=manuscript.workflow_state or 0,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            workflow_state__current_task_state=F("pk"),
        )
        .first()
    )
    if state is None:
        raise Refusal(_("审稿流程已被改动，请撤回后重新送审。"), code="workflow", page_id=page.pk)
    return state


def _submitted_draft(manuscript: Manuscript, page: Page) -> Page:
    """What would be published: still, byte for byte, what was submitted."""
    revision = submitted_revision(manuscript)
    draft = revision.as_object() if revision else None
    latest = Page.objects.values_list("latest_revision_id", flat=True).get(pk=page.pk)
    if (
        draft is None
        or revision is None
        or latest != revision.pk
        or digest_as(content_of(draft), manuscript.review_digest) != manuscript.review_digest
    ):
        raise Refusal(
            _("送审之后内容有变动，这一轮审稿作废。请撤回后重新送审。"),
            code="changed",
            page_id=page.pk,
        )
    return draft
