"""Every button and address of the admin that publishes: refused with a sentence, nothing public."""

from typing import Any

from django.urls import reverse

from wagtail.models import Page, TaskState

import pytest

from approvals.permissions import ReviewedPageTester
from approvals.services import submit
from news.models import NewsPage
from tests.factories.articles import body, body_form, words
from tests.support.page_forms import AUTOSAVE, PUBLISH, SUBMIT, add_url, edit_url, page_form
from tests.support.review import approve, kinds, manuscript_of, pass_review, refused, send_back

REFUSED = "没有发布"


@pytest.fixture(params=["offered", "enforced"])
def way(request: Any, monkeypatch: Any) -> str:
    """Once as it is; once as if the interface had let everybody publish, with the gate alone."""
    if request.param == "enforced":
        monkeypatch.setattr(ReviewedPageTester, "can_publish", lambda self: True)
        monkeypatch.setattr(ReviewedPageTester, "can_publish_subpage", lambda self: True)
    return request.param


@pytest.fixture(params=["writer", "editor", "final", "chief", "superuser"])
def person(request: Any, people: Any) -> Any:
    return getattr(people, request.param)


def said(response: Any) -> str:
    return "\n".join(str(message) for message in response.context["messages"])


def form(**values: Any) -> dict[str, Any]:
    return page_form(**body_form(words(60)), **values)


@pytest.mark.parametrize("go_live_at", ["", "2037-01-01 08:00"])
def test_create_and_publish(
    site_tree: Any, people: Any, way: str, client: Any, go_live_at: str
) -> None:
    for person in (people.chief, people.superuser):
        data = form(slug="xin-gao", go_live_at=go_live_at, **PUBLISH)
        response = people.client(person).post(add_url(NewsPage, site_tree.news), data, follow=True)
        assert response.status_code == 200
        assert REFUSED in response.content.decode()
        assert not NewsPage.objects.live().exists()
        assert client.get("/news/xin-gao/").status_code == 404
        assert not any(Page.find_problems())
        NewsPage.objects.all().delete()


def test_edit_and_publish(draft: Any, people: Any, person: Any, way: str, client: Any) -> None:
    page = draft(slug="du-kou")
    response = people.client(person).post(
        edit_url(page), form(title="改题", slug="du-kou", **PUBLISH), follow=True
    )
    page.refresh_from_db()
    assert not page.live
    assert client.get("/news/du-kou/").status_code == 404
    if person in (people.chief, people.superuser):
        assert REFUSED in response.content.decode()


def test_publishing_an_edit_of_a_live_page(
    published: Any, people: Any, way: str, client: Any
) -> None:
    page = published(slug="du-kou")
    people.client(people.chief).post(edit_url(page), form(title="改题", slug="du-kou", **PUBLISH))
    assert "改题" not in client.get("/news/du-kou/").content.decode()


def test_a_form_opened_before_the_approval(
    draft: Any, people: Any, person: Any, way: str, client: Any
) -> None:
    page = draft(slug="du-kou")
    loaded = page.get_latest_revision()
    edited = page.get_latest_revision_as_object()
    edited.title = "审过的题目"
    edited.save_revision(user=people.writer)
    pass_review(page, people.writer, people.reviewers)
    stale = {
        "loaded_revision_id": loaded.pk,
        "loaded_revision_created_at": loaded.created_at.isoformat(),
    }
    data = form(title="旧表单的题目", slug="du-kou", **stale, **PUBLISH)
    people.client(person).post(edit_url(page), data)
    html = client.get("/news/du-kou/").text
    assert "审过的题目" in html
    assert "旧表单的题目" not in html


def test_publishing_what_is_in_review_says_only_that_it_is_locked(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    data = form(title="改题", slug=page.slug, **PUBLISH)
    html = people.client(people.editor).post(edit_url(page), data, follow=True).text
    assert "页面已锁定" in html
    assert "只存成了草稿" not in html


@pytest.mark.parametrize(
    "action", [{"action-restart-workflow": "1"}, {"action-cancel-workflow": "1"}]
)
def test_restart_or_cancel_then_publish(
    draft: Any, people: Any, way: str, action: dict[str, str]
) -> None:
    page = draft()
    people.client(people.editor).post(edit_url(page), form(slug=page.slug, **SUBMIT))
    for person in (people.editor, people.chief, people.superuser):
        people.client(person).post(edit_url(page), form(slug=page.slug, **action))
        people.client(person).post(edit_url(page), form(slug=page.slug, **PUBLISH))
    page.refresh_from_db()
    assert not page.live


def test_publishing_an_old_revision(published: Any, people: Any, way: str, client: Any) -> None:
    page = published(slug="du-kou")
    old = page.get_latest_revision()
    edited = page.get_latest_revision_as_object()
    edited.title = "第二版"
    edited.save_revision(user=people.writer)
    pass_review(page, people.writer, people.reviewers)
    data = form(title=old.as_object().title, slug="du-kou", revision=old.pk, **PUBLISH)
    people.client(people.chief).post(edit_url(page), data)
    assert "第二版" in client.get("/news/du-kou/").content.decode()


def test_bulk_publish(draft: Any, people: Any, way: str, site_tree: Any) -> None:
    page = draft()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for person in (people.chief, people.superuser):
        for target in (f"id={page.pk}", f"id={site_tree.news.pk}", "id=all&childOf=1"):
            response = people.client(person).post(
                f"{address}?{target}&next=/admin/", {"include_descendants": "on"}, follow=True
            )
            assert response.status_code == 200
            assert REFUSED in response.content.decode()
    page.refresh_from_db()
    assert not page.live


ACTIONS = [
    ("publish", {}),
    ("unpublish", {}),
    ("copy", {"destination_page_id": 1}),
    ("move", {"destination_page_id": 1}),
    ("create_alias", {"destination_page_id": 1}),
    ("convert_alias", {}),
    ("copy_for_translation", {"locale": "en"}),
    ("revert_to_page_revision", {"revision_id": 1}),
    ("delete", {}),
]


@pytest.mark.parametrize(("action", "data"), ACTIONS)
def test_admin_api_has_no_actions(
    published: Any, people: Any, action: str, data: dict[str, Any], client: Any
) -> None:
    page = published(slug="du-kou")
    address = f"/admin/api/main/pages/{page.pk}/action/{action}/"
    for person in (people.chief, people.superuser):
        assert people.client(person).post(address, data).status_code == 404
    assert client.get("/news/du-kou/").status_code == 200
    assert NewsPage.objects.count() == 1


def test_admin_api_still_lists(published: Any, people: Any) -> None:
    page = published()
    response = people.client(people.editor).get("/admin/api/main/pages/?fields=title")
    assert page.title in response.content.decode()


@pytest.mark.parametrize("path", ["/api/v3/pages/", "/admin/api/v3/pages/", "/api/v2/pages/1/"])
def test_no_other_api_is_mounted(people: Any, path: str) -> None:
    client = people.client(people.superuser)
    assert client.post(path, {"action": "publish"}).status_code in (404, 405)


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_wagtails_own_decision_views_decide_nothing(draft: Any, people: Any, action: str) -> None:
    own, other = draft(author=people.first, title="自己的"), draft(title="别人的")
    people.editor.groups.add(people.first.groups.get())
    people.client(people.first).post(edit_url(own), form(title="自己的", slug=own.slug, **SUBMIT))
    approve_via = [own, other]
    if not own.current_workflow_state:
        submit(own, people.first)
    submit(other, people.writer)
    for in_url in approve_via:
        for task_of in approve_via:
            url = reverse(
                "wagtailadmin_pages:workflow_action",
                args=[in_url.pk, action, task_of.current_workflow_task_state.pk],
            )
            for person in (people.first, people.superuser):
                people.client(person).post(
                    url, {"comment": "好", "update": "", "user": people.second.pk}
                )
    assert kinds(own)[-1] == kinds(other)[-1] == "submission"


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_a_task_that_is_over_or_anothers_decides_nothing(
    draft: Any, people: Any, site_tree: Any, action: str
) -> None:
    """Approved, rejected and cancelled states, and one of a page that only composes."""
    page = draft(title="在审的")
    submit(page, people.writer)
    finished, returned, recalled = (draft(title=title, slug=title) for title in ("甲", "乙", "丙"))
    pass_review(finished, people.writer, people.reviewers)
    submit(returned, people.writer)
    send_back(returned, people.first)
    submit(recalled, people.writer)
    recalled.current_workflow_state.cancel(user=people.writer)
    section = site_tree.news.get_latest_revision_as_object()
    section.introduction = "新的介绍"
    section.save_revision(user=people.editor)
    submit(section, people.editor)
    before = kinds(page)
    for other in (finished, returned, recalled, section):
        task = TaskState.objects.filter(revision__object_id=str(other.pk)).latest("pk")
        url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])
        for person in (people.first, people.final, people.superuser):
            people.client(person).post(url, {"comment": "好"})
    assert kinds(page) == before
    assert manuscript_of(page).stage == "first"
    assert manuscript_of(section).is_in_review


def test_edit_and_approve_in_one_post(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    before = page.latest_revision_id
    for extra in ("", '{"update": false}', '{"user": 1, "comment": "x"}', '{"checklist": []}'):
        data = form(
            title="偷改",
            slug=page.slug,
            **{
                "action-workflow-action": "1",
                "workflow-action-name": "approve",
                "workflow-action-extra-data": extra,
            },
        )
        for person in (people.first, people.superuser):
            people.client(person).post(edit_url(page), data)
    page.refresh_from_db()
    assert page.latest_revision_id == before
    assert manuscript_of(page).stage == "first"
    state = page.current_workflow_state
    assert state.status == "in_progress"


def test_on_action_of_the_task_decides_nothing(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    state = page.current_workflow_task_state
    with refused("请在审稿页面作出决定"):
        state.task.specific.on_action(state, people.first, "approve")
    with refused("请在审稿页面作出决定"):
        state.approve(user=people.first)
    with refused("请在审稿页面作出决定"):
        state.reject(user=people.first)


def test_autosave_in_review_says_why(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    response = people.client(people.writer).post(
        edit_url(page), form(title="偷改", slug=page.slug), **AUTOSAVE
    )
    assert response.json()["success"] is False
    page.refresh_from_db()
    assert page.draft_title != "偷改"


@pytest.mark.parametrize("person_name", ["editor", "chief", "superuser"])
def test_copies_are_drafts(published: Any, people: Any, person_name: str, way: str) -> None:
    page = published()
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    data = {
        "new_title": "抄本",
        "new_slug": "chao-ben",
        "new_parent_page": page.get_parent().pk,
        "publish_copies": "on",
    }
    people.client(getattr(people, person_name)).post(url, data)
    assert not NewsPage.objects.live().filter(slug="chao-ben").exists()
    assert NewsPage.objects.live().count() == 1


def test_unpublish_then_publish_again_needs_a_review(
    published: Any, people: Any, way: str, client: Any
) -> None:
    page = published(slug="du-kou")
    url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    people.client(people.chief).post(url)
    assert client.get("/news/du-kou/").status_code == 410
    assert kinds(page)[-1] == "withdrawal"
    people.client(people.chief).post(edit_url(page), form(slug="du-kou", **PUBLISH))
    assert client.get("/news/du-kou/").status_code == 410
    for person in (people.first, people.second):
        url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
        assert people.client(person).post(url).status_code in (302, 403)


def test_the_last_approver_needs_no_right_to_publish(draft: Any, people: Any) -> None:
    assert not people.final.has_perm("wagtailcore.publish_page")
    page = draft()
    people.client(people.writer).post(edit_url(page), form(slug=page.slug, **SUBMIT))
    for person in people.reviewers:
        approve(page, person)
    page.refresh_from_db()
    assert page.live


def test_submission_from_the_editor_names_the_missing_stage(draft: Any, people: Any) -> None:
    page = draft()
    people.second.groups.clear()
    response = people.client(people.writer).post(
        edit_url(page), form(slug=page.slug, body=body(words(60)), **SUBMIT), follow=True
    )
    assert "复审没有合适的人" in response.content.decode()
    assert page.current_workflow_state is None


def test_the_text_of_a_new_page_is_kept_when_nobody_can_review_it(
    site_tree: Any, people: Any
) -> None:
    people.second.groups.clear()
    response = people.client(people.writer).post(
        add_url(NewsPage, site_tree.news), form(title="新来的一篇", **SUBMIT), follow=True
    )
    assert "复审没有合适的人" in response.content.decode()
    assert NewsPage.objects.get().draft_title == "新来的一篇"
