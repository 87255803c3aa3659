"""Three stages over the admin's real views."""

from django.urls import reverse

import pytest

from accounts import roles
from approvals.models import ReviewTask
from news.models import NewsPage
from tests.factories.articles import body_form, words
from tests.support.page_forms import SUBMIT, add_url, edit_url, page_form

APPROVE = {"action-workflow-action": "1", "workflow-action-name": "approve"}


def manuscript(**values):
    return page_form(**body_form(words(50)), **values)


def current():
    return NewsPage.objects.get()


def stage():
    task = current().current_workflow_task
    return task.specific.stage if task else None


def decide(client, action, ajax=False, **data):
    """The buttons of the first page."""
    page = current()
    state = page.current_workflow_state.current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    headers = {"x-requested-with": "XMLHttpRequest"} if ajax else {}
    return client.post(url, data, headers=headers)


@pytest.fixture
def submitted(site_tree, client_of):
    client_of(roles.CONTRIBUTOR).post(add_url(NewsPage, site_tree.news), manuscript(**SUBMIT))
    return current()


def test_the_stages_are_the_three_of_the_house(site_tree):
    tasks = ReviewTask.objects.order_by("workflow_tasks__sort_order")
    assert [task.name for task in tasks] == ["初审", "复审", "终审"]
    assert [[group.name for group in task.groups.all()] for task in tasks] == [
        ["初审"],
        ["复审"],
        ["终审"],
    ]


def test_three_people_approve_and_it_is_live(submitted, client_of, client):
    link = f'href="/news/{submitted.slug}/"'
    assert link not in client.get("/news/").content.decode()
    for role, name in zip(roles.REVIEWERS, ["first", "second", "final"], strict=True):
        assert stage() == name
        assert not current().live
        # Nobody else can act in this stage.
        for other in set(roles.ALL) - {role}:
            decide(client_of(other), "approve")
            assert stage() == name
        assert decide(client_of(role), "approve").status_code == 302
    assert current().live
    assert link in client.get("/news/").content.decode()


@pytest.mark.parametrize("role", roles.REVIEWERS)
def test_the_reviewer_finds_it_on_the_first_page(role, submitted, client_of):
    for earlier in roles.REVIEWERS[: roles.REVIEWERS.index(role)]:
        decide(client_of(earlier), "approve")
    text = client_of(role).get("/admin/").content.decode()
    assert submitted.title in text
    assert "退回修改" in text
    assert "通过并写意见" in text
    for other in set(roles.REVIEWERS) - {role}:
        assert submitted.title not in client_of(other).get("/admin/").content.decode()


def test_approving_in_the_editor_without_a_change_goes_on(submitted, client_of):
    for role in roles.REVIEWERS:
        data = manuscript(slug=submitted.slug, **APPROVE)
        response = client_of(role).post(edit_url(submitted), data, follow=True)
        assert response.redirect_chain == [(reverse("wagtailadmin_home"), 302)]
        assert [message.level_tag for message in response.context["messages"]] == ["success"]
    assert current().live


def test_saving_without_a_change_asks_nobody_again(submitted, client_of):
    decide(client_of(roles.FIRST_REVIEWER), "approve")
    second = client_of(roles.SECOND_REVIEWER)
    second.post(edit_url(submitted), manuscript(slug=submitted.slug))
    decide(second, "approve")
    assert stage() == "final"


def test_a_change_in_a_later_stage_is_reviewed_from_the_first(submitted, client_of):
    decide(client_of(roles.FIRST_REVIEWER), "approve")
    data = page_form(**body_form(words(60)), slug=submitted.slug, **APPROVE)
    client_of(roles.SECOND_REVIEWER).post(edit_url(submitted), data)
    assert stage() == "first"
    for role in (roles.FIRST_REVIEWER, roles.FINAL_REVIEWER):
        decide(client_of(role), "approve")
    assert current().live
    assert current().word_count == 60


def test_a_manuscript_is_returned_with_a_reason_only(submitted, client_of):
    reviewer = client_of(roles.FIRST_REVIEWER)
    response = decide(reviewer, "reject", ajax=True, comment="")
    assert "退回理由" in response.json()["html"]
    assert stage() == "first"
    decide(reviewer, "reject", comment="请写明七户是哪几户。")
    page = current()
    assert page.current_workflow_state.status == "needs_changes"
    response = client_of(roles.CONTRIBUTOR).get(edit_url(page))
    said = [str(message).strip() for message in response.context["messages"]]
    assert said == ["初审（初审张）退回：请写明七户是哪几户。"]


def test_a_reason_is_shown_as_text(submitted, client_of):
    decide(client_of(roles.FIRST_REVIEWER), "reject", comment="<b>删去</b>第二段")
    text = client_of(roles.CONTRIBUTOR).get(edit_url(submitted)).content.decode()
    assert "退回：&lt;b&gt;删去&lt;/b&gt;第二段" in text
    assert "<b>删去</b>" not in text


def test_a_returned_manuscript_comes_back_to_the_stage_that_returned_it(submitted, client_of):
    decide(client_of(roles.FIRST_REVIEWER), "reject", comment="标题太长。")
    data = manuscript(title="短标题", slug=submitted.slug, **SUBMIT)
    assert client_of(roles.CONTRIBUTOR).post(edit_url(submitted), data).status_code == 302
    assert stage() == "first"
    assert current().get_latest_revision_as_object().title == "短标题"


def test_the_author_cannot_change_what_is_under_review(submitted, client_of):
    client_of(roles.CONTRIBUTOR).post(edit_url(submitted), manuscript(title="偷偷改"))
    assert current().get_latest_revision_as_object().title == submitted.title


def test_the_author_can_take_it_back(submitted, client_of):
    data = manuscript(slug=submitted.slug, **{"action-cancel-workflow": "1"})
    client_of(roles.CONTRIBUTOR).post(edit_url(submitted), data)
    assert stage() is None
    assert not current().live
