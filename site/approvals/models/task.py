"""One stage of the review as a task of Wagtail's workflow."""

from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.models import AbstractGroupApprovalTask, TaskState

from approvals.exceptions import Refusal
from approvals.models.stage import ReviewStage
from approvals.permits import is_deciding
from approvals.submission import next_stage


class ReviewTaskState(TaskState):
    """Moves only when the decision service moves it."""

    class Meta:
        verbose_name = _("审级状态")
        verbose_name_plural = _("审级状态")

    def approve(self, *args: Any, **kwargs: Any) -> TaskState:
        _only_by_decision()
        return super().approve(*args, **kwargs)

    def reject(self, *args: Any, **kwargs: Any) -> TaskState:
        _only_by_decision()
        return super().reject(*args, **kwargs)


class ReviewTask(AbstractGroupApprovalTask):
    """A stage: who is in its groups may approve, or return the manuscript with a reason."""

    stage = models.CharField(_("审级"), max_length=6, choices=ReviewStage.choices, unique=True)

    task_state_class = ReviewTaskState
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

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Start the stage that the record says is next, which need not be this one."""
        stage = next_stage(workflow_state, user)
        task = self if stage == self.stage else ReviewTask.objects.get(stage=stage)
        return AbstractGroupApprovalTask.start(task, workflow_state, user=user)

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Wagtail's own views decide nothing: they match neither page and task nor check lists."""
        _only_by_decision()
        super().on_action(task_state, user, action_name, **kwargs)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        return []

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Nobody edits what is being reviewed; it is recalled or returned first."""
        return True

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return False


def _only_by_decision() -> None:
    if not is_deciding():
        raise Refusal(gettext("请在审稿页面作出决定：那里有三校清单、改动对照和审稿记录。"))
