"""Where a topic's name on an article leads."""

from django.utils import translation

from wagtail.models import Locale, PageViewRestriction

import pytest

from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory
from topics.links import with_urls
from topics.models import Topic

pytestmark = pytest.mark.django_db


def test_to_its_page_else_to_the_section(site_tree, topic):
    page = TopicPageFactory(parent=site_tree.topics, topic=topic)
    other = TopicFactory(name="河长制")
    with_urls([topic, other])
    assert topic.url == page.url
    assert other.url == f"{site_tree.topics.url}?topic=he-zhang-zhi"


def test_one_topic_alone_asks_by_itself(site_tree, topic):
    page = TopicPageFactory(parent=site_tree.topics, topic=topic)
    assert Topic.objects.get().url == page.url


def test_drafts_and_private_pages_are_no_address(site_tree, topic):
    page = TopicPageFactory(parent=site_tree.topics, topic=topic, live=False)
    section = f"{site_tree.topics.url}?topic={topic.slug}"
    assert with_urls([topic])[0].url == section
    page.save_revision().publish()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert with_urls([topic])[0].url == section
    PageViewRestriction.objects.create(
        page=site_tree.topics, restriction_type=PageViewRestriction.LOGIN
    )
    assert with_urls([topic])[0].url == ""


def test_the_readers_language_comes_first_then_the_source(site_tree, topic):
    page = TopicPageFactory(parent=site_tree.topics, topic=topic)
    assert with_urls([topic], language="en")[0].url == page.url
    translated = page.copy_for_translation(
        Locale.objects.get(language_code="en"), copy_parents=True
    )
    translated.save_revision().publish()
    with translation.override("en"):
        assert with_urls([topic])[0].url == translated.url
    assert with_urls([topic])[0].url == page.url


def test_a_copied_page_does_not_take_over(site_tree, topic):
    page = TopicPageFactory(parent=site_tree.topics, topic=topic)
    copy = page.copy(update_attrs={"slug": "copy"}, keep_live=True)
    copy.save_revision().publish()
    assert with_urls([topic])[0].url == page.url


def test_many_topics_in_two_queries(site_tree, rf, django_assert_num_queries):
    topics = [TopicFactory() for _number in range(6)]
    for one in topics[:3]:
        TopicPageFactory(parent=site_tree.topics, topic=one)
    request = rf.get("/")
    site_tree.home.get_url(request)
    # Private sections (within a request asked once) and pages.
    with django_assert_num_queries(2):
        with_urls(topics, request)
    assert all(one.url for one in topics)
    with django_assert_num_queries(0):
        assert with_urls([], request) == []


def test_an_article_shows_them(client, site_tree, topic):
    page = TopicPageFactory(parent=site_tree.topics, topic=topic)
    article = NewsPageFactory(parent=site_tree.news, topics=[topic])
    html = client.get(article.url).content.decode()
    assert f'href="{page.url}"' in html
    assert topic.name in html
