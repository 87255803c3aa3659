"""A lecture without a cover shows its video's still, wherever it shows a picture."""

from typing import Any

from django.core.files.base import ContentFile

import pytest
from bs4 import BeautifulSoup

from tests.factories.accounts import BranchFactory
from tests.factories.assets import ImageFactory, MediaFactory
from tests.factories.learning import VideoLecturePageFactory
from tests.factories.news import BranchPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory
from tests.support.uploads import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def film(db: None) -> Any:
    still = picture(size=(160, 90))
    return MediaFactory(thumbnail=ContentFile(still.read(), "still.jpg"))


@pytest.fixture
def places(site_tree: Any, film: Any) -> Any:
    """Where one lecture without a cover shows; the lecture first."""
    branch, topic = BranchFactory(), TopicFactory()
    values = {"parent": site_tree.lectures, "media": film, "branch": branch, "topics": [topic]}
    lecture = VideoLecturePageFactory(title="敲门之前", **values)
    other = VideoLecturePageFactory(title="另一讲", **{**values, "cover": ImageFactory()})
    site_tree.home.lead_story = lecture
    site_tree.home.save()
    showcase = BranchPageFactory(parent=site_tree.branches, branch=branch)
    topic_page = TopicPageFactory(parent=site_tree.topics, topic=topic)
    return {
        "list": site_tree.lectures.url,
        "home": site_tree.home.url,
        "topic": topic_page.url,
        "branch": showcase.url,
        "related": other.url,
        "itself": lecture.url,
    }


@pytest.mark.parametrize("place", ["list", "home", "topic", "branch", "related"])
def test_cards_show_the_still(client: Any, places: Any, film: Any, place: str) -> None:
    shown = BeautifulSoup(client.get(places[place]).text, "html.parser")
    found = shown.select(f'main .frame img[src="{film.poster_url}"]')
    assert found
    assert all(image["alt"] == "" for image in found)


def test_so_does_a_shared_link(client: Any, places: Any, film: Any) -> None:
    shown = BeautifulSoup(client.get(places["itself"]).text, "html.parser")
    assert (
        shown.select_one('meta[property="og:image"]')["content"]
        == f"http://localhost{film.poster_url}"
    )


def test_a_cover_comes_first(client: Any, places: Any, film: Any) -> None:
    shown = BeautifulSoup(client.get(places["related"]).text, "html.parser")
    assert film.poster_url not in shown.select_one('meta[property="og:image"]')["content"]
