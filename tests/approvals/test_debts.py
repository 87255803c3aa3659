"""Reviews owed after an emergency are shown to who runs the site, and asked for."""

from typing import Any

from django.contrib.auth.models import Group
from django.urls import reverse

import pytest

from accounts import roles
from approvals.debts import ask_for_all, debts
from approvals.inbox import waiting_for
from approvals.models import Manuscript, Notice
from approvals.notices import collect
from approvals.outcome import publish_in_emergency
from approvals.verification import problems
from tests.support.review import approve, manuscript_of, pass_review, refused, send_back

REASON = "汛情预警，必须马上让群众看到。"


@pytest.fixture
def unasked(draft: Any, people: Any) -> Any:
    """Published in an emergency while nobody could review it."""
    people.first.groups.clear()
    page = draft(title="渡口停航")
    publish_in_emergency(page, people.chief, REASON)
    assert manuscript_of(page).state == "published"
    return page


def test_is_shown_to_who_runs_the_site(unasked: Any, people: Any) -> None:
    for person in (people.chief, people.admin, people.superuser):
        for name in ("wagtailadmin_home", "approvals_debts"):
            text = people.client(person).get(reverse(name)).text
            assert "渡口停航" in text
            assert REASON in text
            assert "宗主编" in text


@pytest.mark.parametrize("name", ["writer", "editor", "first", "second", "final"])
def test_is_nobody_elses_list(unasked: Any, people: Any, name: str) -> None:
    client = people.client(getattr(people, name))
    assert "还没补审" not in client.get(reverse("wagtailadmin_home")).text
    assert client.get(reverse("approvals_debts")).status_code in (302, 403)


def test_the_review_is_asked_for_again_when_somebody_can_do_it(unasked: Any, people: Any) -> None:
    assert "初审没有合适的人" in ask_for_all()[0]
    people.first.groups.add(Group.objects.get(name=roles.FIRST_REVIEWER))
    assert ask_for_all() == []
    assert manuscript_of(unasked).stage == "first"
    assert debts()
    for person in people.reviewers:
        approve(unasked, person)
    assert not debts()


def test_the_chief_asks_by_hand(unasked: Any, people: Any) -> None:
    client = people.client(people.chief)
    address = reverse("approvals_ask", args=[unasked.pk])
    assert "初审没有合适的人" in client.post(address, follow=True).text
    people.first.groups.add(Group.objects.get(name=roles.FIRST_REVIEWER))
    assert "已请各审级补审" in client.post(address, follow=True).text
    assert Manuscript.objects.get(page_id=unasked.pk).is_in_review


def test_only_who_answers_for_the_record_asks(unasked: Any, people: Any) -> None:
    for person in (people.editor, people.admin):
        people.client(person).post(reverse("approvals_ask", args=[unasked.pk]))
    assert not manuscript_of(unasked).is_in_review


def test_returned_it_waits_for_its_author(draft: Any, people: Any) -> None:
    page = draft()
    publish_in_emergency(page, people.chief, REASON)
    send_back(page, people.first)
    assert ask_for_all() == []
    assert manuscript_of(page).state == "returned"
    assert debts()[0].is_asked_for


def test_the_chief_is_told_once(unasked: Any, people: Any) -> None:
    collect()
    collect()
    notice = Notice.objects.get(kind="owed")
    assert notice.person == people.chief
    assert notice.text == REASON


def test_who_published_it_leaves_the_review_to_others(draft: Any, people: Any) -> None:
    people.chief.groups.add(Group.objects.get(name=roles.FIRST_REVIEWER))
    page = draft()
    publish_in_emergency(page, people.chief, REASON)
    with refused("补审要由别人来做"):
        approve(page, people.chief)
    assert not waiting_for(people.chief).exists()
    for person in people.reviewers:
        approve(page, person)
    assert not debts()
    # Reviewed: what comes next is new work.
    page = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    page.title = "渡口复航"
    page.save_revision(user=people.writer)
    pass_review(page, people.writer, [people.chief, people.second, people.final])
    assert list(problems()) == []


def test_the_same_text_is_not_hurried_twice(draft: Any, people: Any) -> None:
    page = draft()
    publish_in_emergency(page, people.chief, REASON)
    with refused("已经发布"):
        publish_in_emergency(page, people.chief, "想换一个更好听的理由，再来一次。")
    (debt,) = debts()
    assert debt.emergency.text == REASON
