"""Every address that the public can ask, asked badly: never an error of ours.

A fault of the site reaches these tests as the exception itself.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from wagtail.models import PageViewRestriction

import pytest

from learning.models import VideoLecturePage
from news.models import NewsPage
from search import door as doors
from tests.factories.home import SiteTree, StandardPageFactory
from tests.factories.sharing import PosterFactory
from tests.support.filled import FilledSite
from tests.support.hostile import ENCODED_VALUES, HEADERS, METHODS, PATHS, QUERIES
from tests.support.searching import Index

pytestmark = pytest.mark.django_db
# What pages and forms of the site read from the address.
NAMES = (
    "page",
    "topic",
    "year",
    "branch",
    "format",
    "type",
    "untranslated",
    "next",
    "q",
    "p",
    "t",
    "find",
    "mode",
    "print",
)


def public_views(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """The map of addresses, without the admin."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if str(pattern.pattern) == "admin/":
            continue
        if isinstance(pattern, URLResolver):
            yield from public_views(pattern)
        else:
            yield pattern


class Addresses:
    """A real address for every public view, by the view's name."""

    def __init__(self, site: FilledSite) -> None:
        image, document = site.images[0], site.file
        closed = StandardPageFactory(parent=site.tree.home)
        lock = PageViewRestriction.objects.create(
            page=closed, restriction_type="password", password="x"
        )
        spec = "width-320|format-webp"
        self.by_name = {
            "health_live": [reverse("health_live")],
            "health_ready": [reverse("health_ready")],
            "health_search": [reverse("health_search")],
            "search": ["/search/?q=步道", "/en/search/"],
            "search_api": ["/api/v1/search?q=步道"],
            "search_go": [reverse("search_go")],
            "search_opensearch": [reverse("search_opensearch")],
            "search_suggest": ["/search/suggest/?q=bu"],
            "display": [reverse("display")],
            "logout": [reverse("logout")],
            "style_guide": [reverse("style_guide")],
            "manifest": ["/manifest.webmanifest"],
            "offline": ["/offline/"],
            "service_worker": ["/service-worker.js"],
            "feed": ["/feed.rss", "/news/feed.atom"],
            "podcast": ["/podcast.xml", "/lectures/podcast.xml"],
            "podcast_chapters": [f"{site.pages[VideoLecturePage].url}chapters.json"],
            "podcast_transcript": [f"{site.pages[VideoLecturePage].url}transcript.vtt"],
            "activities": ["/branches/activities.ics"],
            "poster_scan": [f"/s/{PosterFactory(page=site.pages[NewsPage]).code}"],
            "share_code": [reverse("share_code", args=[site.pages[NewsPage].pk])],
            "robots": [reverse("robots")],
            "sitemap": [reverse("sitemap")],
            "sitemap_part": [
                reverse("sitemap_part", args=[name, "1"])
                for name in ("pages", "news", "videos", "images")
            ],
            "media": [image.file.url, site.film.file.url],
            "wagtaildocs_serve": [document.url],
            "wagtaildocs_authenticate_with_password": [
                reverse("wagtaildocs_authenticate_with_password", args=[lock.pk])
            ],
            "wagtailimages_serve": [f"/images/signature/{image.pk}/{spec}/"],
            "wagtailcore_authenticate_with_password": [
                reverse("wagtailcore_authenticate_with_password", args=[lock.pk, closed.pk])
            ],
            "wagtailcore_login": [reverse("wagtailcore_login")],
            "wagtail_serve": [closed.url, *(page.url for page in site.pages.values())],
        }

    def __iter__(self) -> Iterator[str]:
        for addresses in self.by_name.values():
            yield from addresses


@pytest.fixture
def addresses(site_tree: SiteTree, tmp_path: Path, settings: Any) -> Iterator[Addresses]:
    settings.HONGFAN_HOME = tmp_path
    doors.engine.cache_clear()
    found = Addresses(FilledSite(site_tree, 2))
    for scope in (doors.SITE, doors.OFFICE):
        Index(doors.engine(scope), doors.engine(scope).local).catch_up()
    yield found
    doors.engine.cache_clear()


def faults(requests: Iterable[tuple[str, str, str, dict[str, str]]]) -> list[str]:
    """The requests (method, path, query, headers) that were not answered as they should."""
    found = []
    for method, path, query, headers in requests:
        asked = f"{method} {path[:90]}?{query[:90]} {headers}"
        try:
            response = Client().generic(method, path, QUERY_STRING=query, **headers)
            # Streamed files are read to their end as well.
            body = b"".join(response.streaming_content) if response.streaming else b""
        except Exception as error:  # noqa: BLE001 - told below, all of them at once
            found.append(f"{asked}: {error!r}"[:500])
            continue
        if response.status_code >= 500 or len(body) > 10_000_000:
            found.append(f"{asked}: {response.status_code}")
    return found


def test_every_public_view_is_here(addresses: Addresses) -> None:
    assert {pattern.name for pattern in public_views()} == set(addresses.by_name)


def test_a_fault_is_noticed(addresses: Addresses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("topics.collecting.CollectedList.bare")
    assert faults([("GET", "/news/", "", {})])


def test_values_in_the_query(addresses: Addresses) -> None:
    readers = ("wagtail_serve", "wagtailcore_login", "wagtailcore_authenticate_with_password")
    paths = [path for name in readers for path in addresses.by_name[name]]
    queries = ["&".join(f"{name}={value}" for name in NAMES) for value in ENCODED_VALUES]
    assert not faults(("GET", path, query, {}) for path in paths for query in queries)


def test_shapes_of_the_query(addresses: Addresses) -> None:
    assert not faults(("GET", path, query, {}) for path in addresses for query in QUERIES)


def test_paths(site_tree: SiteTree) -> None:
    assert not faults((method, path, "", {}) for path in PATHS for method in ("GET", "POST"))


def test_values_in_the_path(addresses: Addresses) -> None:
    """In place of each part of an address of each view in turn."""
    requests = []
    for first, *_others in addresses.by_name.values():
        parts = first.split("/")
        for place in range(1, len(parts)):
            for value in ENCODED_VALUES:
                path = "/".join([*parts[:place], value[:2_000], *parts[place + 1 :]])
                requests.append(("GET", path, "", {}))
    assert not faults(requests)


def test_headers(addresses: Addresses) -> None:
    assert not faults(("GET", path, "", headers) for path in addresses for headers in HEADERS)


def test_methods(addresses: Addresses) -> None:
    assert not faults((method, path, "", {}) for path in addresses for method in METHODS)
