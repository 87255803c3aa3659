"""Links to pages in running text."""

import json

from django.test import RequestFactory
from django.utils import translation

from wagtail.models import Locale
from wagtail.rich_text import expand_db_html

import pytest

from core import request_memo
from core.frame import Frame
from core.links import linked_ids
from news.models import NewsPage
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory

pytestmark = pytest.mark.django_db


def link(pk: object) -> str:
    return f'<a linktype="page" id="{pk}">链接</a>'


@pytest.fixture
def page(site_tree: SiteTree) -> NewsPage:
    return NewsPageFactory(parent=site_tree.news)


def test_a_link_leads_to_the_page(page: NewsPage) -> None:
    assert expand_db_html(link(page.pk)) == f'<a href="{page.url}">链接</a>'


@pytest.mark.parametrize("pk", ["999999", "0", "", "abc", "１２", "9" * 30, '" onclick="x'])
def test_a_link_to_nothing_is_text(site_tree: SiteTree, pk: str) -> None:
    assert expand_db_html(link(pk)) == "<a>链接</a>"


def test_a_withdrawn_page_is_no_link(page: NewsPage) -> None:
    page.unpublish()
    assert expand_db_html(link(page.pk)) == "<a>链接</a>"


def test_readers_of_another_language_are_led_to_theirs(page: NewsPage) -> None:
    english = Locale.objects.get(language_code="en")
    translated = page.copy_for_translation(english, copy_parents=True)
    with translation.override("en"):
        assert expand_db_html(link(page.pk)) == f'<a href="{page.url}">链接</a>'
        translated.save_revision().publish(skip_permission_checks=True)
        assert expand_db_html(link(page.pk)) == f'<a href="{translated.url}">链接</a>'


def test_many_links_cost_the_same(site_tree: SiteTree, django_assert_num_queries) -> None:
    pages = [NewsPageFactory(parent=site_tree.news) for _number in range(8)]
    html = "".join(link(page.pk) for page in pages)
    request = RequestFactory().get("/")
    # Every page that is served has found its way by then.
    assert Frame.of(request).roots
    request_memo.begin(request)
    try:
        with django_assert_num_queries(1):
            expand_db_html(html)
        with django_assert_num_queries(0):
            expand_db_html(html)
    finally:
        request_memo.end()


def test_ids_are_found_in_html_and_in_json() -> None:
    html = '<p><a id="3" linktype="page">甲</a><a linktype="document" id="4">乙</a></p>'
    assert linked_ids(html) == [3]
    assert linked_ids(json.dumps([{"type": "paragraph", "value": html + link(12)}])) == [3, 12]
    assert linked_ids("<a>甲</a>") == []
