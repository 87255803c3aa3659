"""Which gate listens to what."""

from typing import Any

from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.utils.translation import gettext as _

from wagtail.models import Page, PageViewRestriction, Revision, TaskState, WorkflowState
from wagtail.signals import (
    page_unpublished,
    pre_page_move,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)
from wagtail_localize.models import Translation

from approvals import administration, gates, privacy, shared
from approvals.exceptions import Refusal
from approvals.models import ReviewTask
from approvals.standing import follow_schedule
from approvals.submission import recall

# (signal, receiver, sender)
CONNECTIONS: list[tuple[Any, Any, Any]] = []


def refuse_synced_translation(instance: Translation, **kwargs: Any) -> None:
    """``pre_save``: a synced translation is written straight into the live row."""
    if instance.enabled:
        raise Refusal(
            _("译文是单独的稿件，在普通编辑器里写，走自己的三审；不能改成自动同步。"),
            code="translation",
        )


def on_cancel(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    recall(instance, user)


def on_schedule(instance: Revision, created: bool = False, **kwargs: Any) -> None:
    """``post_save``"""
    if (
        not created
        and str(instance.object_id).isdecimal()
        and issubclass(_model_of(instance), Page)
    ):
        follow_schedule(int(instance.object_id))


def _model_of(revision: Revision) -> type:
    return revision.base_content_type.model_class() or type(None)


def on_withdrawal(instance: Page, **kwargs: Any) -> None:
    """Wagtail takes all dates off with one query, past the revisions' signals."""
    follow_schedule(instance.pk)


def silence_wagtails_letters() -> None:
    """One digest (``approvals.notices``) instead of a letter for every step."""
    for signal, name in (
        (task_submitted, "group_approval_task_submitted_email_notification"),
        (workflow_submitted, "workflow_state_submitted_email_notification"),
        (workflow_rejected, "workflow_state_rejected_email_notification"),
        (workflow_approved, "workflow_state_approved_email_notification"),
    ):
        sender = TaskState if signal is task_submitted else WorkflowState
        signal.disconnect(sender=sender, dispatch_uid=name)


def register_signal_handlers() -> None:
    silence_wagtails_letters()
    for signal, receiver, sender in (
        (pre_save, gates.judge_page, None),
        (pre_delete, gates.note_deletion, None),
        (pre_save, shared.check_asset_change, None),
        (pre_delete, shared.check_asset_removal, None),
        (pre_save, administration.check_definition, None),
        (pre_delete, administration.check_definition, None),
        (m2m_changed, administration.check_groups, ReviewTask.groups.through),
        (pre_save, administration.check_step, WorkflowState),
        (pre_save, privacy.check_change, PageViewRestriction),
        (post_save, privacy.note_change, PageViewRestriction),
        (m2m_changed, privacy.note_change, PageViewRestriction.groups.through),
        (pre_delete, privacy.check_removal, PageViewRestriction),
        (m2m_changed, privacy.check_groups, PageViewRestriction.groups.through),
        (pre_page_move, privacy.check_move, None),
        (pre_save, refuse_synced_translation, Translation),
        (post_save, on_schedule, Revision),
        (page_unpublished, on_withdrawal, None),
        (workflow_cancelled, on_cancel, WorkflowState),
    ):
        signal.connect(receiver, sender=sender)
        CONNECTIONS.append((signal, receiver, sender))
