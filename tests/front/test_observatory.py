"""Every public page as a visitor's browser gets it in production: A+ by the Observatory's rules."""

from typing import Any

from django.test import Client

from wagtail.models import PageViewRestriction

import pytest

from core import views
from tests.factories.home import SiteTree, StandardPageFactory
from tests.factories.news import NewsPageFactory
from tests.factories.sharing import PosterFactory
from tests.support.observatory import A_PLUS, findings, policy, score

pytestmark = pytest.mark.django_db
OTHERS = [
    "/nowhere/",
    "/display/",
    "/offline/",
    "/_util/login/",
    "/robots.txt",
    "/sitemap.xml",
    "/feed.rss",
    "/manifest.webmanifest",
    "/service-worker.js",
    "/health/live",
]
MODES = ["", "?mode=elder", "?print=large"]


@pytest.fixture
def production(settings: Any) -> None:
    """What ``config.settings.production`` says of HTTPS."""
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


def faults(address: str, *statuses: int) -> list[str]:
    client = Client(raise_request_exception=False)
    response = client.get(address, secure=True)
    assert response.status_code in (statuses or {200, 404}), address
    bad = [name for name, points in findings(response) if points < 0]
    csp = policy(response)
    loose = [name for name, values in csp.items() if "'unsafe-inline'" in values]
    missing = [
        name
        for name in ("Permissions-Policy", "Cross-Origin-Opener-Policy")
        if name not in response.headers
    ]
    told = [*bad, *loose, *missing] + ([] if score(response) >= A_PLUS else ["score"])
    return [f"{address}: {', '.join(told)}"] if told else []


@pytest.mark.usefixtures("production")
class TestEveryPublicTemplate:
    @pytest.mark.parametrize("mode", MODES)
    def test_page_types(self, full_site: dict[str, str], mode: str) -> None:
        assert [line for address in full_site.values() for line in faults(address + mode)] == []

    def test_the_rest(self, site_tree: SiteTree) -> None:
        about = StandardPageFactory(parent=site_tree.home)
        closed = StandardPageFactory(parent=site_tree.home)
        PageViewRestriction.objects.create(page=closed, restriction_type="password", password="x")
        gone = f"/s/{PosterFactory().code}"
        addresses = [*OTHERS, about.url, closed.url, gone]
        assert [line for address in addresses for line in faults(address)] == []


@pytest.mark.usefixtures("production")
def test_every_kind_of_answer(site_tree: SiteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    about = StandardPageFactory(parent=site_tree.home)
    closed = StandardPageFactory(parent=site_tree.home)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    withdrawn = NewsPageFactory(parent=site_tree.news)
    withdrawn.unpublish()
    found = [
        *faults(about.url.rstrip("/"), 301),
        *faults(closed.url, 302),
        *faults(f"/s/{PosterFactory(page=about).code}", 302),
        *faults("/news/%00/", 400),
        *faults("/?q=%00", 400),
        *faults("/api/search/nowhere/", 404),
        *faults(withdrawn.url, 404, 410),
        *faults(f"/share/{about.pk}.svg", 200),
        *faults("/podcast.xml", 200),
        *faults("/search/?q=x", 200, 503),
    ]
    monkeypatch.setattr(views, "find_route", lambda *_: 1 / 0)
    found += faults("/news/", 500)
    assert found == []


@pytest.mark.usefixtures("production", "site_tree")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'"),
        ("Strict-Transport-Security", "max-age=60"),
        ("Referrer-Policy", "unsafe-url"),
        ("X-Content-Type-Options", ""),
    ],
)
def test_the_scorer_sees_a_weaker_header(name: str, value: str) -> None:
    response = Client().get("/", secure=True)
    before = score(response)
    response.headers[name] = value
    assert score(response) < before


def test_uploads_may_be_shown_elsewhere_pages_not(client: Client, site_tree: SiteTree) -> None:
    header = "Cross-Origin-Resource-Policy"
    assert client.get("/").headers[header] == "same-origin"
    assert client.get("/media/nothing.jpg").headers[header] == "cross-origin"
