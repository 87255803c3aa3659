"""Sets up the three stages."""

from django.contrib.auth.models import Group

from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from accounts.roles import FINAL_REVIEWER, FIRST_REVIEWER, SECOND_REVIEWER
from approvals.models import ReviewStage, ReviewTask

WORKFLOW_NAME = "三审三校"
STAGE_GROUPS = {
    ReviewStage.FIRST: FIRST_REVIEWER,
    ReviewStage.SECOND: SECOND_REVIEWER,
    ReviewStage.FINAL: FINAL_REVIEWER,
}


def ensure_workflow(root: Page) -> Workflow:
    """The workflow of three stages, in force for ``root`` and all below it. Idempotent."""
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    for order, (stage, group_name) in enumerate(STAGE_GROUPS.items()):
        task, _created = ReviewTask.objects.get_or_create(
            stage=stage, defaults={"name": str(stage.label)}
        )
        task.groups.set([Group.objects.get(name=group_name)])
        WorkflowTask.objects.update_or_create(
            workflow=workflow, task=task, defaults={"sort_order": order}
        )
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    return workflow
