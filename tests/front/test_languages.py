"""Readers of English and of 繁體 get the interface in their language, on every page type."""

import re
from collections.abc import Callable
from typing import Any

from wagtail.models import Locale, Page

import pytest
from bs4 import BeautifulSoup

from accounts.models import Branch
from assets.models import Media
from core.models import SiteSettings
from news.models import BranchActivity
from tests.factories.accounts import BranchFactory
from tests.factories.articles import SourceFactory
from tests.factories.assets import MediaFactory
from tests.factories.home import SiteTree, StandardPageFactory
from tests.factories.learning import TheoryArticlePageFactory, VideoLecturePageFactory
from tests.factories.news import BranchPageFactory, NewsPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory
from tests.front.conftest import Read

HAN = re.compile(r"[\u3400-\u9fff，。、；：？！（）《》「」]")
LATIN: dict[str, Any] = {
    "summary": "A summary",
    "author": "Jane",
    "responsible_editor": "John",
    "body": [
        ("heading", {"text": "One", "level": "2"}),
        ("quotation", {"text": "Ask first", "source": "A neighbour", "url": ""}),
        ("heading", {"text": "Two", "level": "2"}),
        ("heading", {"text": "Three", "level": "2"}),
    ],
}


@pytest.fixture
def branch(db: None) -> Branch:
    return BranchFactory(name="Old Street")


@pytest.fixture
def film() -> Media:
    cue = {"start": 0, "end": 5, "text": "Good morning"}
    film = MediaFactory(title="Film", transcript=[cue], chapter_marks=[cue])
    film.duration = 342
    film.save()
    return film


@pytest.fixture
def plant(site_tree: SiteTree, branch: Branch, film: Media) -> Callable[[str], dict[str, Page]]:
    """``plant("en")`` is a live page of every type in that language, its content in Latin."""
    SiteSettings.objects.update(
        name="Fengdu", organisation="Town committee", contact_phone="010", contact_email="a@b.cn"
    )
    topics = [TopicFactory(name="Rivers", slug="rivers")]

    def get(code: str) -> dict[str, Page]:
        locale = Locale.objects.get(language_code=code)

        def section(source: Page, title: str) -> Page:
            page = source.copy_for_translation(locale)
            page.title, page.live = title, True
            for child in getattr(page, "sections", []):
                child.value["title"] = child.block_type.title()
            page.save()
            return page

        home = section(site_tree.home, "Home")
        names = ("news", "theory", "lectures", "branches", "topics")
        pages = {name: section(getattr(site_tree, name), name.title()) for name in names}
        source = SourceFactory(name="A newspaper", is_own=False)
        reprint = {"source": source, "original_url": "https://example.org/"}
        article = {**LATIN, "branch": branch, "topics": topics}
        pages["article"] = NewsPageFactory(parent=pages["news"], title="A", **article, **reprint)
        pages["article"].corrections.create(date="2025-05-18", text="Twelve, not eleven")
        pages["article"].save()
        NewsPageFactory(parent=pages["news"], title="B", **article)
        pages["theory article"] = TheoryArticlePageFactory(
            parent=pages["theory"], title="C", format="micro", **article
        )
        pages["lecture"] = VideoLecturePageFactory(
            parent=pages["lectures"],
            title="D",
            media=film,
            speaker="Jane",
            speaker_title="Teacher",
            format="micro",
            **article,
        )
        showcase = {"secretary": "Jane", "member_count": 1, "place": "Hall", "contact": "010"}
        pages["branch"] = BranchPageFactory(
            parent=pages["branches"], title="Old Street", **article, **showcase
        )
        BranchActivity.objects.create(page=pages["branch"], title="A walk", date="2025-05-18")
        pages["topic"] = TopicPageFactory(
            parent=pages["topics"], topic=topics[0], title="Rivers", introduction="<p>On water</p>"
        )
        pages["standard"] = StandardPageFactory(parent=home, title="About")
        return {"home": home, **pages}

    return get


def said(document: BeautifulSoup) -> list[str]:
    """All that is shown or read out, but for the languages' names in themselves."""
    for link in document.select(".languages"):
        link.decompose()
    names = ("aria-label", "alt", "title", "label", "placeholder")
    attributes = [tag[name] for name in names for tag in document.find_all(attrs={name: True})]
    return [*document.stripped_strings, *attributes]


def test_english_pages_say_nothing_in_chinese(
    plant: Callable[[str], dict[str, Page]], read: Read
) -> None:
    for kind, page in plant("en").items():
        document = read(page.url)
        assert document.html["lang"] == "en"
        assert [text for text in said(document) if HAN.search(text)] == [], kind
    # What is shown where there is nothing, or too much.
    for address in ("/en/news/?year=2026", "/en/theory/?format=long", "/en/topics/?page=9"):
        assert [text for text in said(read(address)) if HAN.search(text)] == [], address
    assert [text for text in said(read("/en/nothing/", 404)) if HAN.search(text)] == []


def test_english_has_its_own_dates_plurals_and_marks(
    plant: Callable[[str], dict[str, Page]], read: Read
) -> None:
    pages = plant("en")
    article = " ".join(said(read(pages["article"].url)))
    assert "5 March 2026" in article
    assert "Correction 18 May 2025 : Twelve, not eleven" in article
    assert "Reprinted from “A newspaper”." in article
    assert "— A neighbour" in article
    assert "March 2026" in said(read(pages["news"].url))
    assert "1 Party member" in said(read(pages["branches"].url))
    lecture = " ".join(said(read(pages["lecture"].url)))
    assert "Jane (Teacher)" in lecture
    topic = " ".join(said(read(pages["topic"].url)))
    assert "5 articles Updated 5 March 2026" in topic
    assert "Theory 1" in topic


def test_traditional_pages_are_in_traditional(
    plant: Callable[[str], dict[str, Page]], read: Read
) -> None:
    pages = plant("zh-hant")
    article = said(read(pages["article"].url))
    assert {"跳到正文", "來源：", "責任編輯：", "2026年3月5日", "更正"} <= set(article)
    assert "本文轉載自「A newspaper」。" in article
    lecture = said(read(pages["lecture"].url))
    assert {"微影片", "主講：", "5 分 42 秒", "下載影片"} <= set(lecture)
    assert {"上一頁", "下一頁"}.isdisjoint(lecture)
    assert "黨員 1 名" in said(read(pages["branches"].url))
    assert "沒有找到這個頁面" in said(read("/zh-hant/nothing/", 404))


def test_the_source_language_stays_as_written(site_tree: SiteTree, read: Read) -> None:
    page = NewsPageFactory(parent=site_tree.news)
    assert {"跳到正文", "日期：", "2026年3月5日"} <= set(said(read(page.url)))
