"""Stages, their order and their groups: defined by ``setup_site``, changed by nobody."""

from typing import Any

from django.urls import reverse

from wagtail.models import Task, Workflow, WorkflowPage, WorkflowTask

import pytest

from approvals.models import ReviewTask
from approvals.services import ensure_workflow, submit
from tests.support.review import approve, refused

CLOSED = "审级和流程由 setup_site 设定"


@pytest.fixture
def page(draft: Any, people: Any) -> Any:
    page = draft()
    submit(page, people.writer)
    return page


CHANGES = {
    "disable a task": lambda: ReviewTask.objects.get(stage="first").deactivate(),
    "disable all tasks": lambda: [task.specific.deactivate() for task in Task.objects.all()],
    "disable the workflow": lambda: Workflow.objects.get(name="三审三校").deactivate(),
    "take a stage out": lambda: WorkflowTask.objects.filter(
        task__reviewtask__stage="final"
    ).delete(),
    "change the order": lambda: _reorder(),
    "take the workflow off the home page": lambda: WorkflowPage.objects.all().delete(),
    "give a section another workflow": lambda: _other_workflow(),
    "another group for a stage": lambda: ReviewTask.objects.get(stage="final").groups.clear(),
    "delete a task": lambda: ReviewTask.objects.get(stage="final").delete(),
    "delete the workflow": lambda: Workflow.objects.get(name="三审三校").delete(),
}


def _reorder() -> None:
    row = WorkflowTask.objects.get(task__reviewtask__stage="final")
    row.sort_order = -1
    row.save()


def _other_workflow() -> None:
    WorkflowPage.objects.create(
        page=WorkflowPage.objects.get().page.get_children()[0],
        workflow=Workflow.objects.create(name="空流程"),
    )


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_refused_while_in_progress(page: Any, people: Any, change: Any) -> None:
    with refused(CLOSED):
        change()
    page.refresh_from_db()
    assert not page.live
    for person in people.reviewers:
        approve(page, person)
    page.refresh_from_db()
    assert page.live


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["chief", "admin", "superuser"])
def test_refused_in_the_admin(page: Any, people: Any, name: str) -> None:
    client = people.client(getattr(people, name))
    task = ReviewTask.objects.get(stage="first")
    workflow = Workflow.objects.get(name="三审三校")
    for url in (
        reverse("wagtailadmin_workflows:disable_task", args=[task.pk]),
        reverse("wagtailadmin_workflows:disable", args=[workflow.pk]),
        reverse("wagtailadmin_workflows:remove", args=[WorkflowPage.objects.get().page_id]),
    ):
        response = client.post(url, follow=True)
        if name == "superuser":
            assert CLOSED in response.content.decode()
    task.refresh_from_db()
    assert task.active
    assert WorkflowPage.objects.count() == 1


def test_a_workflow_finished_without_a_record_publishes_nothing(page: Any) -> None:
    state = page.current_workflow_state
    with refused("没有三级审稿的记录"):
        state.finish()
    page.refresh_from_db()
    assert not page.live


def test_setup_may_define_them_again(site_tree: Any) -> None:
    ensure_workflow(site_tree.home)
    assert Workflow.objects.count() == 2
    assert ReviewTask.objects.count() == 4


def test_a_section_without_a_workflow_takes_no_submission(
    draft: Any, people: Any, site_tree: Any
) -> None:
    from approvals.permits import maintaining

    page = draft()
    with maintaining():
        WorkflowPage.objects.all().delete()
    with refused("没有审稿流程"):
        submit(type(page).objects.get(pk=page.pk), people.writer)
