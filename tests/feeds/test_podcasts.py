"""The podcast, as podcast programs read it."""

import json
from xml.etree import ElementTree

from django.test import Client
from django.utils import timezone

from wagtail.models import PageViewRestriction

import pytest

from tests.factories.assets import AudioFactory, ImageFactory, MediaFactory
from tests.factories.learning import TheoryArticlePageFactory, VideoLecturePageFactory
from tests.factories.news import NewsPageFactory

pytestmark = pytest.mark.django_db
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


def items(address="/podcast.xml"):
    channel = ElementTree.fromstring(Client().get(address).content).find("channel")
    return {item.findtext("title"): item for item in channel.findall("item")}


@pytest.fixture
def film(site_tree):
    media = MediaFactory(
        transcript=[{"start": 0, "end": 5, "text": "大家好 & 再见"}],
        chapter_marks=[{"start": 0, "end": 14, "text": "开场"}],
    )
    return VideoLecturePageFactory(
        parent=site_tree.lectures, title="五步法", media=media, cover=ImageFactory()
    )


@pytest.fixture
def read_aloud(site_tree):
    return TheoryArticlePageFactory(parent=site_tree.theory, title="一课", narration=AudioFactory())


def test_recordings_and_films(site_tree, film, read_aloud):
    NewsPageFactory(parent=site_tree.news, title="只有字")
    found = items()
    assert set(found) == {"五步法", "一课"}
    sound = found["一课"].find("enclosure")
    assert sound.get("type").startswith("audio/")
    assert sound.get("url").endswith(read_aloud.narration.url)
    assert int(sound.get("length")) == read_aloud.narration.file_size
    assert found["五步法"].find("enclosure").get("type") == "video/mp4"
    assert found["五步法"].findtext(f"{ITUNES}duration") == "2"
    assert found["五步法"].find(f"{ITUNES}image").get("href").startswith("http")


def test_words_and_parts(film):
    item = items()["五步法"]
    transcript = item.find(f"{PODCAST}transcript")
    assert transcript.get("type") == "text/vtt"
    assert transcript.get("url") == f"{film.full_url}transcript.vtt"
    assert Client().get(f"{film.url}transcript.vtt").text.startswith("WEBVTT")
    assert item.find(f"{PODCAST}chapters").get("url") == f"{film.full_url}chapters.json"
    response = Client().get(f"{film.url}chapters.json")
    assert response["Content-Type"] == "application/json+chapters"
    assert json.loads(response.content)["chapters"] == [{"startTime": 0.0, "title": "开场"}]


def test_without_them_none_are_named(read_aloud):
    item = items()["一课"]
    assert item.find(f"{PODCAST}transcript") is None
    assert item.find(f"{PODCAST}chapters") is None
    for name in ("transcript.vtt", "chapters.json"):
        assert Client().get(f"{read_aloud.url}{name}").status_code == 404


def test_a_section_has_its_own(film, read_aloud):
    assert set(items("/lectures/podcast.xml")) == {"五步法"}
    assert Client().get(f"{film.url}podcast.xml").status_code == 404


@pytest.mark.parametrize("state", ["draft", "expired", "private"])
def test_what_is_not_for_everybody_is_not_heard(film, state):
    if state == "draft":
        film.unpublish()
    elif state == "expired":
        film.expire_at = timezone.now()
        film.save()
    else:
        PageViewRestriction.objects.create(page=film, restriction_type="login")
    assert items() == {}
    for name in ("transcript.vtt", "chapters.json"):
        assert Client().get(f"{film.url}{name}").status_code == 404


def test_queries_do_not_grow(site_tree, film, read_aloud, django_assert_max_num_queries):
    Client().get("/podcast.xml")
    for _number in range(3):
        VideoLecturePageFactory(
            parent=site_tree.lectures, media=MediaFactory(), cover=ImageFactory()
        )
    with django_assert_max_num_queries(11):
        Client().get("/podcast.xml")
