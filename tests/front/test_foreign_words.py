"""Chinese words on pages in another language say so; an article leads to its branch."""

from typing import Any

from wagtail.models import Locale

import pytest
from bs4 import BeautifulSoup

from core.models import SiteSettings
from tests.factories.accounts import BranchFactory
from tests.factories.articles import SourceFactory, body
from tests.factories.news import BranchPageFactory, NewsPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory

pytestmark = pytest.mark.django_db
CODES = ("en", "zh-hant")


@pytest.fixture
def branch(db: None) -> Any:
    return BranchFactory(name="河岸党支部", slug="he-an")


@pytest.fixture
def source(site_tree: Any, branch: Any) -> Any:
    SiteSettings.objects.update(name="枫渡党建", organisation="中共枫渡镇委员会")
    topic = TopicFactory(name="河长制", slug="he-zhang")
    TopicPageFactory(parent=site_tree.topics, topic=topic)
    return NewsPageFactory(
        parent=site_tree.news,
        title="渡口修好了",
        branch=branch,
        topics=[topic],
        author="林知行",
        source=SourceFactory(name="枫渡融媒"),
    )


def translate(page: Any, code: str, **values: Any) -> Any:
    copy = page.copy_for_translation(Locale.objects.get(language_code=code), copy_parents=True)
    for name, value in {"title": "The ferry", "live": True, **values}.items():
        setattr(copy, name, value)
    copy.save()
    return copy


def shown(client: Any, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def language_of(page: BeautifulSoup, words: str) -> set[str]:
    """The language in force at each place in the body that says ``words``."""
    places = page.body.find_all(string=lambda text: words in text.replace("\u200b", ""))
    assert places, words
    return {place.find_parent(attrs={"lang": True})["lang"] for place in places}


@pytest.mark.parametrize("code", CODES)
def test_names_that_are_kept_in_one_language(client: Any, source: Any, code: str) -> None:
    version = translate(source, code)
    page = shown(client, version.url)
    for words in ("枫渡党建", "中共枫渡镇委员会", "河岸党支部", "河长制", "枫渡融媒", "林知行"):
        assert language_of(page, words) == {"zh-Hans"}, words
    assert page.select_one("main h1").find_parent(attrs={"lang": True}).name == "html"


@pytest.mark.parametrize("code", CODES)
def test_titles_that_fall_back(client: Any, source: Any, site_tree: Any, code: str) -> None:
    topic_page = site_tree.topics.get_children().get().specific
    version = translate(topic_page, code, title="Rivers")
    page = shown(client, version.url)
    assert language_of(page, "渡口修好了") == {"zh-Hans"}


def test_words_of_the_language_are_not_marked(client: Any, source: Any) -> None:
    assert not shown(client, source.url).select("main [lang], .site-name [lang]")
    version = translate(source, "zh-hant", title="渡口修好了")
    beside = translate(
        NewsPageFactory(parent=source.get_parent(), topics=list(source.topics.all())),
        "zh-hant",
        title="碼頭也修好了",
    )
    assert language_of(shown(client, version.url), "碼頭也修好了") == {"zh-Hant"}
    assert beside.live


def test_an_article_leads_to_the_showcase_of_its_branch(
    client: Any, source: Any, site_tree: Any, branch: Any
) -> None:
    facts = shown(client, source.url).select_one(".facts")
    assert "河岸党支部" in facts.text
    assert not facts.find("a", string="河岸党支部")
    showcase = BranchPageFactory(parent=site_tree.branches, branch=branch, title="河岸")
    link = shown(client, source.url).select_one(".facts").find("a", string="河岸党支部")
    assert link["href"] == showcase.url
    english = translate(source, "en")
    link = shown(client, english.url).select_one(".facts").find("a", string="河岸党支部")
    assert link["href"] == showcase.url
    version = translate(showcase, "en", title="Riverside")
    link = shown(client, english.url).select_one(".facts").find("a", string="河岸党支部")
    assert link["href"] == version.url


@pytest.mark.parametrize("title", ["", "相关阅读"])
def test_related_pages_bear_the_title_of_the_language(
    client: Any, source: Any, site_tree: Any, title: str
) -> None:
    block = ("related_pages", {"title": title, "pages": [source]})
    page = NewsPageFactory(parent=site_tree.news, body=[*body("正文"), block])
    assert shown(client, page.url).select_one(".related-pages__title").text == "相关阅读"
    english = translate(page, "en")
    assert shown(client, english.url).select_one(".related-pages__title").text == "Related articles"
