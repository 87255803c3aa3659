"""What a review or an emergency leads to: publication of exactly what was looked at."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wagtail.models import Page, Revision, WorkflowState

from approvals.contributions import open_manuscript
from approvals.digest import content_of, digest_of
from approvals.exceptions import Refusal
from approvals.models.entry import Entry, EntryKind
from approvals.models.manuscript import Manuscript, ManuscriptState
from approvals.permissions import holds_publishing_right
from approvals.readings import digest_as
from approvals.record import append, describe, identity, keep_content

EMERGENCY_RIGHT = "publish_in_emergency"


def publish(workflow_state: WorkflowState, user: Any) -> None:
    """The end of Wagtail's workflow. Raises ``Refusal`` where the record knows of no approval."""
    page = workflow_state.content_object
    manuscript = Manuscript.objects.lock(page)
    is_approved = manuscript.approved_digest and manuscript.workflow_state == workflow_state.pk
    revision = Revision.objects.filter(pk=manuscript.approved_revision).first()
    if not is_approved or revision is None:
        raise Refusal(
            _("流程已走完，但没有三级审稿的记录，不能发布。"), code="not_approved", page_id=page.pk
        )
    revision.publish(user=user, skip_permission_checks=True)


@transaction.atomic
def release(page: Page, person: Any) -> bool:
    """Publish what was approved and taken off the schedule, or schedule it for its date again.

    The approved text is as it was, so nobody reviews it anew. Whether it is out. Raises
    ``Refusal``.
    """
    if not holds_publishing_right(person, page):
        raise Refusal(_("只有总编可以重新排期。"), code="release", page_id=page.pk)
    manuscript = Manuscript.objects.lock(page)
    revision = Revision.objects.filter(pk=manuscript.approved_revision).first()
    if manuscript.state != ManuscriptState.UNPLANNED or revision is None:
        raise Refusal(_("这篇稿件没有等着排期的审定稿。"), code="release", page_id=page.pk)
    revision.publish(user=person, skip_permission_checks=True)
    return Page.objects.filter(pk=page.pk, live=True).exists() and not (
        Revision.objects.filter(pk=revision.pk, approved_go_live_at__isnull=False).exists()
    )


def may_publish_in_emergency(person: Any) -> bool:
    """Held by a role; being a superuser is not enough."""
    return (
        bool(person.is_active)
        and person.groups.filter(
            permissions__codename=EMERGENCY_RIGHT, permissions__content_type__app_label="approvals"
        ).exists()
    )


@transaction.atomic
def publish_in_emergency(page: Page, person: Any, reason: str) -> Entry:
    """Publish the newest draft without review, with a written reason, and ask for the reviews.

    Raises ``Refusal``.
    """
    if not may_publish_in_emergency(person):
        raise Refusal(_("只有总编可以紧急发布。"), code="emergency", page_id=page.pk)
    if len(reason.strip()) < 10:
        raise Refusal(_("请写明紧急发布的理由，至少 10 个字。"), code="emergency", page_id=page.pk)
    page = page.specific
    manuscript = open_manuscript(page)
    revision = page.get_latest_revision()
    if revision is None:
        raise Refusal(_("请先保存草稿。"), code="emergency", page_id=page.pk)
    draft = revision.as_object()
    digest = digest_of(content_of(draft))
    if manuscript.live_digest == digest_as(content_of(draft), manuscript.live_digest):
        raise Refusal(
            _("这一版已经发布，不用再紧急发布；先前的理由留在记录里。"),
            code="emergency",
            page_id=page.pk,
        )
    if page.current_workflow_state is not None:
        page.current_workflow_state.cancel(user=person)
        manuscript.refresh_from_db()
    keep_content(content_of(draft))
    describe(manuscript, draft)
    entry = append(
        manuscript,
        EntryKind.EMERGENCY,
        person,
        digest=digest,
        revision=revision.pk,
        text=reason.strip(),
        data=identity(manuscript),
    )
    manuscript.approved_digest, manuscript.approved_revision = digest, revision.pk
    manuscript.save()
    revision.publish(user=person, skip_permission_checks=True)
    _ask_for_reviews(page, person)
    return entry


def _ask_for_reviews(page: Page, person: Any) -> None:
    """What was skipped is done afterwards; with too few people it stays on the list of debts."""
    page = Page.objects.get(pk=page.pk).specific
    try:
        with transaction.atomic():
            page.get_workflow().start(page, person)
    except Refusal as refusal:
        if refusal.code != "too_few_people":
            raise


def cover(page: Any, kind: str, person: Any, reason: str) -> None:
    """Allow the page to go live as it stands in memory: an import, or what ``setup_site`` makes.

    Call it for a draft row, before it is saved live. The caller is the program itself.
    """
    with transaction.atomic():
        manuscript = open_manuscript(page)
        digest = keep_content(content_of(page))
        describe(manuscript, page)
        append(manuscript, kind, person, digest=digest, text=reason, data=identity(manuscript))
        manuscript.approved_digest = digest
        manuscript.draft_digest = digest
        manuscript.approved_revision = page.latest_revision_id
        manuscript.save()
