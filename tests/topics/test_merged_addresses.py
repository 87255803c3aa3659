"""Old addresses of merged topics, in every language, with what stands behind the question mark."""

from typing import Any

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, PageViewRestriction

import pytest
from bs4 import BeautifulSoup

from accounts import roles
from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory
from topics.models import TopicPage
from topics.services.merging import merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics(db: None) -> Any:
    return TopicFactory(name="旧", slug="old"), TopicFactory(name="新", slug="new")


@pytest.fixture
def pages(site_tree: Any, topics: Any) -> Any:
    """A page of each, with something to list."""
    NewsPageFactory(parent=site_tree.news, topics=list(topics))
    return [
        TopicPageFactory(parent=site_tree.topics, topic=topic, slug=topic.slug) for topic in topics
    ]


def translate(page: Any, code: str = "zh-hant") -> Any:
    copy = page.copy_for_translation(Locale.objects.get(language_code=code), copy_parents=True)
    copy.live = True
    copy.save()
    return TopicPage.objects.get(pk=copy.pk)


@pytest.fixture
def merge_them(topics: Any, user_of: Any) -> Any:
    return lambda: merge(*topics, user_of(roles.CHIEF_EDITOR))


def test_the_page_leads_on_with_its_query(client: Any, pages: Any, merge_them: Any) -> None:
    merge_them()
    response = client.get("/topics/old/?year=2026&type=news")
    assert response.status_code == 301
    assert response.url == "/topics/new/?year=2026&type=news"


def test_so_does_the_index(client: Any, pages: Any, merge_them: Any) -> None:
    merge_them()
    response = client.get("/topics/?topic=old&year=2026")
    assert response.status_code == 302
    assert response.url == "/topics/new/?year=2026"


def test_and_where_the_topic_has_no_page(client: Any, site_tree: Any, merge_them: Any) -> None:
    merge_them()
    response = client.get("/topics/?topic=old&year=2026")
    assert response.url == "/topics/?topic=new&year=2026"


class TestInOtherLanguages:
    def test_an_untranslated_address_leads_to_the_new_page(
        self, client: Any, pages: Any, merge_them: Any
    ) -> None:
        assert client.get("/zh-hant/topics/old/").url == "/topics/old/?untranslated=zh-hant"
        merge_them()
        response = client.get("/zh-hant/topics/old/?year=2026")
        assert response.status_code == 302
        assert response.url == "/topics/new/?year=2026&untranslated=zh-hant"
        assert client.get(response.url).status_code == 200

    def test_and_to_its_translation_where_there_is_one(
        self, client: Any, pages: Any, merge_them: Any
    ) -> None:
        new = translate(pages[1])
        merge_them()
        response = client.get("/zh-hant/topics/old/?year=2026")
        assert response.url == f"{new.url}?year=2026"

    def test_both_translated(self, client: Any, pages: Any, merge_them: Any) -> None:
        old, new = (translate(page) for page in pages)
        merge_them()
        assert client.get(old.url).url == new.url

    def test_a_translation_without_a_counterpart_goes_on_for_the_new_topic(
        self, client: Any, pages: Any, topics: Any, merge_them: Any
    ) -> None:
        old = translate(pages[0])
        merge_them()
        old.refresh_from_db()
        assert old.topic == topics[1]
        assert client.get(old.url).status_code == 200

    def test_a_renamed_page_is_found_too(self, client: Any, site_tree: Any) -> None:
        page = NewsPageFactory(parent=site_tree.news, slug="xin")
        Redirect.objects.create(old_path="/news/jiu", redirect_page=page, site=site_tree.site)
        assert client.get("/en/news/jiu/").url == "/news/xin/?untranslated=en"

    def test_what_never_was_is_not_found(self, client: Any, site_tree: Any) -> None:
        assert client.get("/zh-hant/topics/nobody/").status_code == 404


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/topics/?topic=nobody", "没有专题“nobody”"),
        ("/topics/new/?year=1921", "没有年份“1921”"),
        ("/topics/new/?type=poem", "没有类型“poem”"),
    ],
)
def test_what_is_not_known_is_said(client: Any, pages: Any, address: str, words: str) -> None:
    shown = BeautifulSoup(client.get(address).text, "html.parser")
    found = shown.select_one(".results--unknown")
    assert found is not None
    assert words in found.get_text()
    assert found.select_one("a")["href"] == address.partition("?")[0]


@pytest.mark.parametrize("section", ["news", "theory", "lectures"])
def test_a_section_is_filtered_by_the_new_topic(
    client: Any, site_tree: Any, merge_them: Any, section: str
) -> None:
    merge_them()
    response = client.get(f"/{section}/?topic=old&year=2026")
    assert response.status_code == 302
    assert response.url == f"/{section}/?topic=new&year=2026"


class TestFeeds:
    @pytest.mark.parametrize("kind", ["rss", "atom"])
    def test_that_of_the_old_page_leads_to_the_new(
        self, client: Any, pages: Any, merge_them: Any, kind: str
    ) -> None:
        assert client.get(f"/topics/old/feed.{kind}").status_code == 200
        merge_them()
        response = client.get(f"/topics/old/feed.{kind}?utm=1")
        assert response.status_code == 301
        assert response.url == f"/topics/new/feed.{kind}?utm=1"

    def test_in_another_language_too(self, client: Any, pages: Any, merge_them: Any) -> None:
        new = translate(pages[1])
        translate(pages[0])
        merge_them()
        response = client.get("/zh-hant/topics/old/feed.rss")
        assert response.url == f"{new.url}feed.rss"

    def test_a_private_page_is_led_to_by_nothing(
        self, client: Any, pages: Any, merge_them: Any
    ) -> None:
        merge_them()
        PageViewRestriction.objects.create(page=pages[1], restriction_type="login")
        assert client.get("/topics/old/feed.rss").status_code == 404

    def test_what_never_was_has_none(self, client: Any, pages: Any) -> None:
        assert client.get("/topics/nobody/feed.rss").status_code == 404
