"""How many articles each topic has: counted seldom, and right."""

from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import PageViewRestriction

import pytest

from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory
from topics.collecting import count_by_topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings: Any) -> Any:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    yield
    cache.clear()


@pytest.fixture
def topic(db: None) -> Any:
    return TopicFactory()


def test_all_tags_are_looked_at_once(client: Any, site_tree: Any, topic: Any) -> None:
    NewsPageFactory(parent=site_tree.news, topics=[topic])
    counted = []
    for _visit in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/topics/").status_code == 200
        counted.append(sum("COUNT(" in query["sql"] for query in asked.captured_queries))
    assert counted == [1, 0]


def test_what_is_published_or_withdrawn_is_counted_at_once(
    site_tree: Any, topic: Any, django_capture_on_commit_callbacks: Any
) -> None:
    locale = site_tree.home.locale_id
    with django_capture_on_commit_callbacks(execute=True):
        page = NewsPageFactory(parent=site_tree.news, topics=[topic])
    assert count_by_topic(locale) == {topic.pk: 1}
    with django_capture_on_commit_callbacks(execute=True):
        NewsPageFactory(parent=site_tree.news, topics=[topic])
    assert count_by_topic(locale) == {topic.pk: 2}
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert count_by_topic(locale) == {topic.pk: 1}


def test_what_is_closed_is_not_counted_on(site_tree: Any, topic: Any) -> None:
    page = NewsPageFactory(parent=site_tree.news, topics=[topic])
    assert count_by_topic(page.locale_id) == {topic.pk: 1}
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert count_by_topic(page.locale_id) == {}
