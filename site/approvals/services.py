"""Sets up the stages; the doors for other rooms."""

from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from wagtail.models import Page, Task, Workflow, WorkflowPage, WorkflowTask

from accounts.roles import CHIEF_EDITOR, FINAL_REVIEWER, FIRST_REVIEWER, SECOND_REVIEWER
from approvals.checklist import ensure_items
from approvals.exceptions import Refusal
from approvals.models import STAGES, EntryKind, ReviewStage, ReviewTask
from approvals.outcome import cover
from approvals.permits import maintaining
from core.publishing import ContentKind

WORKFLOW_NAMES = {ContentKind.MANUSCRIPT: "三审三校", ContentKind.COMPOSITION: "栏目审核"}
STAGE_GROUPS = {
    ReviewStage.FIRST: (FIRST_REVIEWER,),
    ReviewStage.SECOND: (SECOND_REVIEWER,),
    ReviewStage.FINAL: (FINAL_REVIEWER,),
    ReviewStage.SINGLE: (FINAL_REVIEWER, CHIEF_EDITOR),
}

WAGTAILS_OWN = "Moderators approval"


def ensure_workflow(root: Page) -> Workflow:
    """The workflows, that of three stages in force for ``root`` and all below it. Idempotent."""
    with maintaining():
        workflows = {kind: _workflow(kind) for kind in STAGES}
        workflow = workflows[ContentKind.MANUSCRIPT]
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
        _forget_wagtails_own()
    ensure_items()
    return workflow


def _forget_wagtails_own() -> None:
    """The example that a new Wagtail holds, unless somebody used it."""
    Workflow.objects.filter(name=WAGTAILS_OWN, workflow_states=None).delete()
    Task.objects.filter(name=WAGTAILS_OWN, task_states=None, workflow_tasks=None).delete()


def _workflow(kind: ContentKind) -> Workflow:
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW_NAMES[kind])
    for order, stage in enumerate(STAGES[kind]):
        task, _created = ReviewTask.objects.get_or_create(
            stage=stage, defaults={"name": str(stage.label)}
        )
        task.groups.set(Group.objects.filter(name__in=STAGE_GROUPS[stage]))
        WorkflowTask.objects.update_or_create(
            workflow=workflow, task=task, defaults={"sort_order": order}
        )
    return workflow


def extend_workflow(page: Page, version: Page) -> None:
    """``version``, in another language, takes the workflow of ``page``."""
    held = WorkflowPage.objects.filter(page=page).first()
    if held is None:
        return
    with maintaining():
        WorkflowPage.objects.update_or_create(
            page=version, defaults={"workflow_id": held.workflow_id}
        )


def submit(page: Any, person: Any) -> None:
    """Send the page's newest draft into review, or a returned one again. Raises ``Refusal``."""
    page = page.specific
    state = page.current_workflow_state
    if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(user=person)
        return
    if state is not None:
        # Pressed twice, or by two people.
        raise Refusal(_("这篇稿件已经在审。"), page_id=page.pk)
    workflow = page.get_workflow()
    if workflow is None:
        raise Refusal(_("这里没有审稿流程，不能送审。"), page_id=page.pk)
    workflow.start(page, person)


def found(page: Any, reason: str) -> None:
    """Publish a page that ``setup_site`` brings along. ``page`` is a draft row."""
    cover(page, EntryKind.FOUNDING, None, reason)
    page.save_revision().publish(skip_permission_checks=True)
