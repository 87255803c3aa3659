"""A page of every type, and what a reader's browser makes of it."""

from collections.abc import Callable

from django.test import Client

import pytest
from bs4 import BeautifulSoup

from assets.models import Media
from learning.models import VideoLecturePage
from news.models import BranchPage, NewsPage
from tests.factories.assets import ImageFactory, MediaFactory
from tests.factories.home import SiteTree
from tests.factories.learning import TheoryArticlePageFactory, VideoLecturePageFactory
from tests.factories.news import BranchPageFactory, NewsPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory

Read = Callable[..., BeautifulSoup]


@pytest.fixture
def read(client: Client, site_tree: SiteTree) -> Read:
    """``read("/news/")`` is the parsed page; fails where the answer isn't ``status``."""

    def get(address: str, status: int = 200) -> BeautifulSoup:
        response = client.get(address)
        assert response.status_code == status
        return BeautifulSoup(response.content, "html.parser")

    return get


@pytest.fixture
def film() -> Media:
    """A video with a transcript of three lines and two chapters."""
    return MediaFactory(
        title="五步法",
        transcript=[
            {"start": 0, "end": 5, "text": "大家好。"},
            {"start": 5, "end": 14, "text": "先看情况。"},
            {"start": 14, "end": 20, "text": "再敲门。"},
        ],
        chapter_marks=[
            {"start": 0, "end": 14, "text": "开场"},
            {"start": 14, "end": 20, "text": "敲门"},
        ],
    )


@pytest.fixture
def news(site_tree: SiteTree) -> NewsPage:
    return NewsPageFactory(
        parent=site_tree.news,
        title="老渡口通了步道，三个周末补齐最后一公里",
        cover=ImageFactory(size=(600, 400)),
        topics=[TopicFactory()],
    )


@pytest.fixture
def lecture(site_tree: SiteTree, film: Media) -> VideoLecturePage:
    return VideoLecturePageFactory(parent=site_tree.lectures, media=film)


@pytest.fixture
def branch(site_tree: SiteTree) -> BranchPage:
    return BranchPageFactory(parent=site_tree.branches)


@pytest.fixture
def full_site(
    site_tree: SiteTree, news: NewsPage, lecture: VideoLecturePage, branch: BranchPage
) -> dict[str, str]:
    """The address of a filled page of every type."""
    theory = TheoryArticlePageFactory(parent=site_tree.theory)
    topic = TopicPageFactory(parent=site_tree.topics, topic=news.topics.first())
    sections = {
        name: getattr(site_tree, name).url
        for name in ("home", "news", "theory", "lectures", "branches", "topics")
    }
    pages = {"article": news, "theory article": theory, "lecture": lecture, "branch": branch}
    return sections | {name: page.url for name, page in pages.items()} | {"topic": topic.url}
