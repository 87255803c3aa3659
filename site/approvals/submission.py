"""Sending a manuscript into review, and taking it back out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail.models import Page, Revision, WorkflowState

from approvals.comparison import change_size
from approvals.contributions import contribute, open_manuscript
from approvals.digest import content_of
from approvals.exceptions import Refusal
from approvals.hours import due_after
from approvals.models.entry import EntryKind
from approvals.models.manuscript import Manuscript, ManuscriptState
from approvals.models.stage import ReviewStage, stages_of
from approvals.people import (
    acting_person,
    answerable,
    authors,
    bound_to,
    deciders,
    holders,
    missing_stage,
    reviewed_digest,
)
from approvals.record import append, describe, identity, keep_content
from approvals.standing import forget_approval, is_scheduled, leave_review, resting_state
from core.models import BasePage


def next_stage(workflow_state: WorkflowState, user: Any) -> ReviewStage:
    """The stage that has to decide now. The first call of a workflow, or after a return, submits.

    Raises ``Refusal`` where the page can't be submitted.
    """
    if not isinstance(workflow_state.content_object, Page):
        raise Refusal(_("三审流程只用于页面。"))
    page = workflow_state.content_object.specific
    manuscript = open_manuscript(page)
    if not (manuscript.is_in_review and manuscript.workflow_state == workflow_state.pk):
        _submit(manuscript, page, workflow_state, acting_person(user))
    done = set(deciders(manuscript).values())
    remaining = [stage for stage in stages_of(page.specific_class) if stage not in done]
    if not remaining:
        raise Refusal(_("各审级都已作出决定。"), page_id=page.pk)
    arrive(manuscript, remaining[0])
    manuscript.save()
    return remaining[0]


def arrive(manuscript: Manuscript, stage: ReviewStage) -> None:
    """The manuscript waits for ``stage`` from now on; nobody has claimed it."""
    manuscript.stage = stage
    manuscript.waiting_since = timezone.now()
    manuscript.due_at = due_after(manuscript.waiting_since, stage)
    manuscript.claimed_by_id = manuscript.claimed_until = None


def recall(workflow_state: WorkflowState, user: Any) -> None:
    """The workflow was cancelled: the manuscript may be edited again."""
    page = workflow_state.content_object
    if not isinstance(page, Page):
        return
    manuscript = Manuscript.objects.lock(page)
    waiting = (ManuscriptState.IN_REVIEW, ManuscriptState.RETURNED)
    if manuscript.workflow_state != workflow_state.pk or manuscript.state not in waiting:
        return
    append(manuscript, EntryKind.RECALL, acting_person(user), digest=manuscript.review_digest)
    leave_review(manuscript)
    manuscript.state = resting_state(manuscript)
    manuscript.save()


def _submit(manuscript: Manuscript, page: Page, workflow_state: WorkflowState, person: Any) -> None:
    revision = page.get_latest_revision()
    if revision is None:
        raise Refusal(_("请先保存草稿，再送审。"), page_id=page.pk)
    if is_scheduled(manuscript):
        raise Refusal(_("这一稿已审定、等待定时发布。"), page_id=page.pk)
    forget_approval(manuscript)
    draft = revision.as_object()
    check_fit(draft)
    _adopt_unknown(manuscript, person, page)
    stages = stages_of(page.specific_class)
    entitled = _check_people(manuscript, stages, page)
    describe(manuscript, draft)
    manuscript.round += 1
    manuscript.review_digest = keep_content(content_of(draft))
    manuscript.review_revision = revision.pk
    manuscript.workflow_state = workflow_state.pk
    manuscript.submitted_by_id = person.pk if person else None
    manuscript.state = ManuscriptState.IN_REVIEW
    manuscript.change_size = change_size(reviewed_digest(manuscript), manuscript.review_digest)
    append(
        manuscript,
        EntryKind.SUBMISSION,
        person,
        digest=manuscript.review_digest,
        revision=revision.pk,
        data={
            **identity(manuscript),
            "stages": [str(stage) for stage in stages],
            "entitled": entitled,
            "authors": list(authors(manuscript).values()),
        },
    )


def check_fit(draft: Page) -> None:
    """Raise ``Refusal`` for what could not be published, so that nobody reviews it in vain."""
    try:
        draft.full_clean()
        if isinstance(draft, BasePage):
            draft.check_submittable()
    except ValidationError as error:
        raise Refusal(
            _("还不能送审或通过：%(reason)s") % {"reason": "；".join(error.messages)},
            page_id=draft.pk,
        ) from error


def _adopt_unknown(manuscript: Manuscript, person: Any, page: Page) -> None:
    """What a script or a translation wrote, the person who submits it answers for."""
    if None not in authors(manuscript):
        return
    if person is None:
        raise Refusal(_("这份草稿没有作者，要由一个具名的人送审。"), page_id=page.pk)
    contribute(manuscript, person, "adopted")


def _check_people(
    manuscript: Manuscript, stages: tuple[ReviewStage, ...], page: Page
) -> dict[str, list[str]]:
    """Who may decide in each stage, by name. Raises ``Refusal`` where the stages can't be filled."""
    ruled_out = {*authors(manuscript), *answerable(manuscript)}
    bound = bound_to(manuscript)
    able = {
        stage: [
            person
            for person in holders(stage)
            if person.pk not in ruled_out and bound.get(person.pk, stage) == stage
        ]
        for stage in stages
    }
    missing = missing_stage(stages, {stage: [p.pk for p in able[stage]] for stage in stages})
    if missing is not None:
        raise Refusal(
            _(
                "%(stage)s没有合适的人：每一审级要由不同的人负责，不能是作者，此前各轮审过别级的也不行。"
                "请站点管理员给“%(stage)s”增加人员后再送审。"
            )
            % {"stage": missing.label},
            code="too_few_people",
            page_id=page.pk,
        )
    return {str(stage): [str(person) for person in people] for stage, people in able.items()}


def submitted_revision(manuscript: Manuscript) -> Revision | None:
    return Revision.objects.filter(pk=manuscript.review_revision).first()
