"""Editors make, print and count posters."""

from django.urls import reverse

from wagtail.models import PageViewRestriction

import pytest

from accounts import roles
from sharing import qr
from sharing.models import Poster, ScanCount
from tests.factories.news import NewsPageFactory
from tests.factories.sharing import PosterFactory
from tests.factories.topics import TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site_tree):
    return NewsPageFactory(parent=site_tree.news, title="北渡口步道")


@pytest.fixture
def editor(client_of):
    return client_of(roles.EDITOR)


def place(page):
    return reverse("sharing_page_posters", args=[page.pk])


def test_the_page_header_and_the_list_lead_there(editor, page):
    header = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    listing = editor.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    assert place(page) in header.text
    assert place(page) in listing.text


def test_made_printed_and_counted(editor, page, user_of):
    assert editor.post(place(page), {"place": "3 路车", "elder": "on"}).status_code == 302
    poster = Poster.objects.get()
    assert (poster.page_id, poster.title, poster.elder) == (page.pk, "北渡口步道", True)
    assert poster.made_by == user_of(roles.EDITOR)
    sheet = editor.get(reverse("sharing_sheet", args=[poster.pk])).text
    assert "北渡口步道" in sheet
    assert f"/s/{poster.code}" in sheet
    code = editor.get(reverse("sharing_sheet_code", args=[poster.pk]))
    root = page.get_site().root_url
    assert code.content == qr.svg(f"{root}/s/{poster.code}")
    ScanCount.objects.add_one(poster)
    assert "3 路车" in editor.get(place(page)).text
    assert f"/s/{poster.code}" in editor.get(reverse("sharing_scans", args=[poster.pk])).text


def test_too_long_a_place_is_said_and_kept(editor, page):
    response = editor.post(place(page), {"place": "站" * 61})
    assert response.status_code == 200
    assert "站" * 61 in response.text
    assert not Poster.objects.exists()


@pytest.mark.parametrize("state", ["draft", "private"])
def test_none_of_what_is_not_for_everybody(editor, page, state):
    poster = PosterFactory(page=page)
    if state == "draft":
        page.unpublish()
    else:
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    response = editor.post(place(page), {"place": "墙"})
    assert "不能印成海报" in response.text
    assert Poster.objects.count() == 1
    assert editor.get(reverse("sharing_sheet", args=[poster.pk])).status_code == 302


def test_only_for_those_who_may_edit_the_page(client_of, page):
    poster = PosterFactory(page=page)
    stranger = client_of(roles.FIRST_REVIEWER)
    assert stranger.get(place(page)).status_code == 302
    assert stranger.post(place(page), {"place": ""}).status_code == 302
    assert stranger.get(reverse("sharing_sheet", args=[poster.pk])).status_code == 404
    assert stranger.get(reverse("sharing_scans", args=[poster.pk])).status_code == 404
    assert Poster.objects.count() == 1


def test_the_report_sums_and_exports(editor, page, django_assert_max_num_queries):
    for name in ("村口", "车站"):
        poster = PosterFactory(page=page, place=name)
        for _scan in range(3):
            ScanCount.objects.add_one(poster)
    address = reverse("sharing_report")
    assert "村口" in editor.get(address).text
    csv = editor.get(address, {"export": "csv"})
    text = b"".join(csv.streaming_content).decode()
    assert "北渡口步道,车站" in text
    assert ",3,3,3," in text
    with django_assert_max_num_queries(40):
        editor.get(address)


def test_a_topic_word_has_posters_too(client_of):
    chief, topic = client_of(roles.CHIEF_EDITOR), TopicFactory(name="河长制")
    address = reverse("sharing_topic_posters", args=[topic.pk])
    assert address in chief.get(reverse("wagtailsnippets_topics_topic:list")).text
    assert chief.post(address, {"place": ""}).status_code == 302
    assert Poster.objects.get().topic == topic
    assert "河长制" in chief.get(reverse("sharing_sheet", args=[Poster.objects.get().pk])).text
