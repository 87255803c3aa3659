"""A date set in the editor: approved, then really published, then really taken down."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

import pytest

from accounts import roles
from approvals.models import Notice
from approvals.notices import collect
from approvals.outcome import release
from approvals.verification import problems
from core.publication import publish_and_expire
from news.models import NewsPage
from tests.factories.articles import body_form, words
from tests.support.page_forms import SUBMIT, add_url, edit_url, page_form
from tests.support.review import manuscript_of, pass_review, refused
from tests.support.reviewing import approve_thrice

pytestmark = pytest.mark.usefixtures("reviewers")

HOUR = timedelta(hours=1)


def moment(when):
    return timezone.localtime(when).strftime("%Y-%m-%d %H:%M")


def current():
    return NewsPage.objects.get()


@pytest.fixture
def at(monkeypatch):
    """``at(moment)`` is the clock of what runs afterwards."""

    def set_clock(when):
        monkeypatch.setattr(timezone, "now", lambda: when)

    return set_clock


@pytest.mark.parametrize("role", [roles.CONTRIBUTOR, roles.EDITOR, roles.CHIEF_EDITOR])
def test_approved_now_and_published_when_the_time_comes(site_tree, client_of, client, role, at):
    start = timezone.now().replace(second=0, microsecond=0) + 2 * HOUR
    data = page_form(**body_form(words(30)), **SUBMIT)
    data |= {"go_live_at": moment(start), "expire_at": moment(start + 3 * HOUR)}
    assert client_of(role).post(add_url(NewsPage, site_tree.news), data).status_code == 302
    page = approve_thrice(client_of, current())
    assert not page.live
    assert page.approved_schedule
    assert client.get(page.url).status_code == 404
    publish_and_expire()
    assert not current().live

    at(start + timedelta(minutes=1))
    publish_and_expire()
    assert current().live
    assert client.get(page.url).status_code == 200

    at(start + 4 * HOUR)
    publish_and_expire()
    page = current()
    assert (page.live, page.expired) == (False, True)
    assert client.get(page.url).status_code == 404


def test_a_date_alone_publishes_nothing(site_tree, client_of, at):
    start = timezone.now() + 2 * HOUR
    data = page_form(**body_form(words(30)), go_live_at=moment(start))
    client_of(roles.EDITOR).post(add_url(NewsPage, site_tree.news), data)
    at(start + HOUR)
    publish_and_expire()
    assert not current().live


def test_what_was_approved_is_published_not_a_later_draft(site_tree, client_of, at):
    start = timezone.now() + 2 * HOUR
    data = page_form(**body_form(words(30)), go_live_at=moment(start), **SUBMIT)
    client_of(roles.EDITOR).post(add_url(NewsPage, site_tree.news), data)
    page = approve_thrice(client_of, current())
    later = {**data, "title": "后来改的", "slug": page.slug}
    del later["action-submit"]
    client_of(roles.CHIEF_EDITOR).post(edit_url(page), later)
    at(start + HOUR)
    publish_and_expire()
    assert current().live
    assert current().title == data["title"]


def test_a_date_in_the_past_of_its_end_is_told(site_tree, client_of):
    now = timezone.now()
    data = page_form(go_live_at=moment(now + 2 * HOUR), expire_at=moment(now + HOUR), **SUBMIT)
    response = client_of(roles.EDITOR).post(add_url(NewsPage, site_tree.news), data)
    assert response.status_code == 200
    assert {"go_live_at", "expire_at"} & set(response.context["form"].errors)


@pytest.mark.parametrize("is_late", [False, True])
def test_a_date_taken_off_leaves_the_approval(draft, people, at, is_late):
    start = timezone.now().replace(microsecond=0) + 2 * HOUR
    page = draft(go_live_at=start)
    pass_review(page, people.writer, people.reviewers)
    assert manuscript_of(page).state == "approved"
    chief = people.client(people.chief)
    revision = manuscript_of(page).approved_revision
    chief.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision]))
    assert manuscript_of(page).state == "unplanned"
    assert list(problems()) == []
    collect()
    notice = Notice.objects.get(kind="unplanned")
    assert notice.person == people.writer
    review = reverse("approvals_review", args=[page.pk])
    assert "由总编在这里发布" in people.client(people.writer).get(review).text
    release_url = reverse("approvals_release", args=[page.pk])
    people.client(people.editor).post(release_url)
    assert manuscript_of(page).state == "unplanned"

    if is_late:
        at(start + HOUR)
        chief = people.client(people.chief)
    text = chief.get(review).text
    assert ("现在发布" in text) == is_late
    chief.post(release_url)
    assert manuscript_of(page).state == ("published" if is_late else "approved")
    at(start + HOUR)
    publish_and_expire()
    page.refresh_from_db()
    assert page.live
    assert list(problems()) == []


def test_a_date_taken_off_and_changed_is_reviewed_anew(draft, people):
    page = draft(go_live_at=timezone.now() + 2 * HOUR)
    pass_review(page, people.writer, people.reviewers)
    chief = people.client(people.chief)
    revision = manuscript_of(page).approved_revision
    chief.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision]))
    changed = page.get_latest_revision_as_object()
    changed.title = "另一个题目"
    changed.save_revision(user=people.writer)
    assert manuscript_of(page).state == "draft"
    with refused("没有等着排期"):
        release(page, people.chief)
