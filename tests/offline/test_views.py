"""Manifest, worker and offline page: the same for everybody, nothing private in them."""

import json
import re

from django.contrib.staticfiles import finders
from django.test import Client

from wagtail.models import PageViewRestriction

import pytest
from bs4 import BeautifulSoup

from accounts import roles
from offline import views
from tests.factories.assets import MediaFactory
from tests.factories.learning import VideoLecturePageFactory
from tests.factories.news import NewsPageFactory

pytestmark = pytest.mark.django_db


def manifest(language=""):
    response = Client().get(f"{language}/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    return json.loads(response.content)


def test_the_site_can_be_installed(site_tree):
    found = manifest()
    assert found["start_url"] == found["scope"] == found["id"] == "/"
    assert found["display"] == "standalone"
    assert {icon["sizes"] for icon in found["icons"]} == {"192x192", "512x512"}
    assert "maskable" in {icon["purpose"] for icon in found["icons"]}
    for icon in found["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))
    assert found["lang"] == "zh-Hans"
    assert manifest("/en")["lang"] == "en"


def test_shortcuts_lead_to_what_everybody_may_read(site_tree):
    site_tree.news.show_in_menus = True
    site_tree.news.save()
    urls = [shortcut["url"] for shortcut in manifest()["shortcuts"]]
    assert site_tree.news.url in urls
    assert urls[-1] == "/offline/"
    PageViewRestriction.objects.create(page=site_tree.news, restriction_type="login")
    assert site_tree.news.url not in [shortcut["url"] for shortcut in manifest()["shortcuts"]]


def test_the_worker_knows_its_version_and_the_offline_pages(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/service-worker.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert 'const PAGES = ["/offline/", "/zh-hant/offline/", "/en/offline/"];' in response.text
    assert re.search(r'const VERSION = "[0-9a-f]{12}";', response.text)
    again = client.get("/service-worker.js", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_another_build_is_another_version(monkeypatch):
    before = views._worker()
    views._worker.cache_clear()
    monkeypatch.setattr(views.staticfiles_storage, "manifest_hash", "other", raising=False)
    try:
        assert views._worker() != before
    finally:
        views._worker.cache_clear()


@pytest.mark.parametrize("language", ["", "/zh-hant", "/en"])
def test_the_offline_page_says_nothing_about_who_asks(site_tree, client_of, language):
    for client in (Client(), client_of(roles.EDITOR)):
        response = client.get(f"{language}/offline/")
        assert response.status_code == 200
        assert not response.cookies
        document = BeautifulSoup(response.content, "html.parser")
        assert document.find("meta", attrs={"name": "robots"})["content"] == "noindex"
        assert roles.EDITOR not in response.text


def test_only_what_everybody_may_read_can_be_saved(site_tree, client_of):
    """The script saves no page without the mark, and asks for it without cookies."""
    lecture = VideoLecturePageFactory(parent=site_tree.lectures, media=MediaFactory())
    for page in (NewsPageFactory(parent=site_tree.news), lecture):
        assert "data-save" in Client().get(page.url).text
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert "data-save" not in client_of(roles.EDITOR).get(page.url).text


def test_the_mark_is_hidden_until_the_script_shows_it(site_tree):
    page = NewsPageFactory(parent=site_tree.news)
    document = BeautifulSoup(Client().get(page.url).content, "html.parser")
    assert document.find(attrs={"data-save": True}).has_attr("hidden")
