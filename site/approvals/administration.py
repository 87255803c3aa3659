"""The workflow itself is no way round: only ``setup_site`` defines stages and their order."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from wagtail.models import Page, Task, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from approvals.exceptions import Refusal
from approvals.models.manuscript import Manuscript
from approvals.permits import is_maintaining

ALLOWED_STEPS = {
    WorkflowState.STATUS_IN_PROGRESS: {
        WorkflowState.STATUS_IN_PROGRESS,
        WorkflowState.STATUS_APPROVED,
        WorkflowState.STATUS_NEEDS_CHANGES,
        WorkflowState.STATUS_CANCELLED,
    },
    WorkflowState.STATUS_NEEDS_CHANGES: {
        WorkflowState.STATUS_NEEDS_CHANGES,
        WorkflowState.STATUS_IN_PROGRESS,
        WorkflowState.STATUS_CANCELLED,
    },
}


def check_definition(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """``pre_save`` and ``pre_delete`` of workflows, tasks and where they hold."""
    if not issubclass(sender, (Task, Workflow, WorkflowTask, WorkflowPage)) or is_maintaining():
        return
    # A page that is deleted takes its workflow's assignment along.
    origin = kwargs.get("origin")
    if issubclass(getattr(origin, "model", type(origin)), Page):
        return
    raise _closed()


def check_groups(action: str, **kwargs: Any) -> None:
    """``m2m_changed`` of a stage's groups."""
    if action.startswith("pre_") and not is_maintaining():
        raise _closed()


def check_step(instance: WorkflowState, **kwargs: Any) -> None:
    """``pre_save``: a workflow that has ended meanwhile does not move again.

    Wagtail tests the status that it has in memory. Here it is read under the manuscript's lock,
    so that a cancellation does not write over a decision of the same moment.
    """
    if instance.pk is None or not isinstance(instance.content_object, Page):
        return
    Manuscript.objects.lock(instance.content_object)
    stored = WorkflowState.objects.filter(pk=instance.pk).values_list("status", flat=True).first()
    if stored is not None and instance.status not in ALLOWED_STEPS.get(stored, {stored}):
        raise Refusal(
            _("审稿流程已经结束，可能有人刚作出决定。请刷新页面。"),
            code="ended",
            page_id=instance.content_object.pk,
        )


def _closed() -> Refusal:
    return Refusal(
        _("审级和流程由 setup_site 设定，不能在这里改动，否则在审的稿件会绕过三审。"),
        code="workflow_closed",
    )
