"""One stage of the review as a task of Wagtail's workflow."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.models import AbstractGroupApprovalTask, Page, Revision, TaskState

from accounts.models import User
from approvals.content import same_content
from approvals.forms import ReturnForm
from core.models import BasePage


class ReviewStage(models.TextChoices):
    FIRST = "first", _("初审")
    SECOND = "second", _("复审")
    FINAL = "final", _("终审")


class ReviewTask(AbstractGroupApprovalTask):
    """A stage: who is in its groups may approve, or return the manuscript with a reason."""

    stage = models.CharField(_("审级"), max_length=6, choices=ReviewStage.choices, unique=True)

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "stage"]
    admin_form_readonly_on_edit_fields = [
        *AbstractGroupApprovalTask.admin_form_readonly_on_edit_fields,
        "stage",
    ]
    panels = [FieldPanel("name"), FieldPanel("stage"), FieldPanel("groups")]

    class Meta:
        verbose_name = _("审稿环节")
        verbose_name_plural = _("审稿环节")

    @classmethod
    def get_description(cls) -> str:
        return str(_("三审三校的一个审级：由该组的人通过，或写明理由退回。"))

    def get_actions(self, obj: models.Model, user: User) -> list[tuple[str, Any, bool]]:
        if not super().get_actions(obj, user):
            return []
        return [
            ("reject", _("退回修改"), True),
            ("approve", _("通过"), False),
            ("approve", _("通过并写意见"), True),
        ]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return ReturnForm if action == "reject" else super().get_form_for_action(action)

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        """Decide. Raises ``PermissionDenied`` for approving what could not be published."""
        if action_name == "approve":
            page = task_state.workflow_state.content_object
            _check_publishable(page)
            _name_latest_text(task_state, page.get_latest_revision())
        super().on_action(task_state, user, action_name, **kwargs)


def _name_latest_text(task_state: TaskState, latest: Revision) -> None:
    """Let the approval name the text as it is now; Wagtail goes on naming what was submitted.

    It then asks every stage again whose approval names another revision: right after an edit,
    wrong after a save that changed nothing, as each approval from within the editor is.
    """
    reviewed = task_state.revision
    if reviewed.pk == latest.pk:
        return
    if same_content(reviewed, latest):
        earlier = task_state.workflow_state.task_states.filter(revision=reviewed)
        earlier.filter(status=TaskState.STATUS_APPROVED).update(revision=latest)
    task_state.revision = latest
    task_state.save(update_fields=["revision"])


def _check_publishable(page: Page) -> None:
    latest = page.get_latest_revision_as_object()
    if not isinstance(latest, BasePage):
        return
    try:
        latest.check_publishable()
    except ValidationError as error:
        # Refused with a sentence here; left to the last stage it would break the publication.
        raise PermissionDenied("".join(error.messages)) from error
