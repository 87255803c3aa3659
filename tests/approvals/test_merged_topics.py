"""Two topics become one: what was approved under the old one stays approved."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

import pytest

from approvals.models import ManuscriptState
from approvals.people import authors
from approvals.services import submit
from approvals.verification import problems
from core.publication import publish_and_expire
from tests.factories.topics import TopicFactory, TopicPageFactory
from tests.support.review import approve, kinds, manuscript_of, pass_review, refused
from topics.models import Topic
from topics.services.merging import merge


@pytest.fixture(params=["one of them", "both"])
def topics(request: Any, db: None) -> tuple[Topic, Topic, list[Topic]]:
    """The one that goes, the one that stays, and those that pages carry."""
    gone, stays = TopicFactory(name="基层治理"), TopicFactory(name="乡村振兴")
    return gone, stays, [gone] if request.param == "one of them" else [gone, stays]


@pytest.fixture
def merged(topics: Any, people: Any) -> Any:
    return lambda: merge(topics[0], topics[1], people.chief)


@pytest.fixture
def tagged(draft: Any, people: Any, topics: Any) -> Any:
    """``tagged(…)`` is a draft that carries the topics."""

    def make(**values: Any) -> Any:
        page = draft(**values)
        page.topics.set(topics[2])
        page.save_revision(user=people.writer)
        return again(page)

    return make


@pytest.fixture
def live(tagged: Any, people: Any) -> Any:
    page = tagged()
    pass_review(page, people.writer, people.reviewers)
    return again(page)


def again(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def test_what_is_live_is_as_approved(live: Any, merged: Any) -> None:
    before = kinds(live)
    merged()
    page = again(live)
    assert [topic.name for topic in page.topics.all()] == ["乡村振兴"]
    assert list(problems()) == []
    page.save()
    assert kinds(page) == before


def test_a_review_goes_on(tagged: Any, people: Any, merged: Any) -> None:
    page = tagged()
    submit(page, people.writer)
    approve(page, people.first)
    merged()
    approve(again(page), people.second)
    approve(again(page), people.final)
    assert again(page).live
    assert list(problems()) == []


def test_a_date_is_kept(tagged: Any, people: Any, merged: Any, monkeypatch: Any) -> None:
    page = tagged(go_live_at=timezone.now() + timedelta(days=1))
    pass_review(page, people.writer, people.reviewers)
    merged()
    now = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert publish_and_expire().refused == {}
    assert again(page).live
    assert manuscript_of(page).state == ManuscriptState.PUBLISHED
    assert list(problems()) == []


def test_opening_and_saving_makes_no_author(live: Any, people: Any, merged: Any) -> None:
    page = live
    merged()
    before = kinds(page)
    again(page).get_latest_revision_as_object().save_revision(user=people.first)
    assert kinds(page) == before
    assert people.first.pk not in authors(manuscript_of(page))


def test_another_topic_is_another_content(live: Any, people: Any, merged: Any) -> None:
    merged()
    page = again(live)
    page.topics.add(TopicFactory(name="别的"))
    with refused("还没有通过审稿"):
        page.save()


def test_the_page_of_the_topic_stays_as_approved(
    people: Any, site_tree: Any, topics: Any, merged: Any
) -> None:
    page = TopicPageFactory.build(topic=topics[0], live=False, owner=people.editor)
    site_tree.topics.add_child(instance=page)
    page.save_revision(user=people.editor)
    submit(page, people.editor)
    approve(page, people.final)
    assert again(page).live
    merged()
    assert again(page).topic == topics[1]
    assert list(problems()) == []
