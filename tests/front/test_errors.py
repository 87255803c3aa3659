"""Pages that aren't there, and a site that fails."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from django.test import Client

import pytest

from core import views
from tests.front.conftest import Read

ERROR_PAGE = Path(__file__).parents[2] / "templates" / "errors" / "500.html"


def test_not_found_offers_the_sections(read: Read) -> None:
    document = read("/mei-you/", status=404)
    assert document.h1.get_text(strip=True).replace("\u200b", "") == "没有找到这个页面"
    offered = [link["href"] for link in document.main.find_all("a")]
    assert offered == ["/", "/news/", "/theory/", "/lectures/", "/branches/", "/topics/"]
    assert document.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert document.find("link", rel="canonical") is None


def test_not_found_answers_without_a_site(client: Client, db: None) -> None:
    from wagtail.models import Site

    Site.objects.all().delete()
    response = client.get("/mei-you/")
    assert response.status_code == 404
    assert "回首页" in response.content.decode()


@pytest.fixture
def failing(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    def fail(*args: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(views, "find_route", fail)
    client.raise_request_exception = False
    return client


def test_a_failure_is_told_in_plain_words(
    failing: Client, db: None, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        response = failing.get("/news/")
    assert response.status_code == 500
    text = response.content.decode()
    assert "网站出了点问题" in text
    assert "broken on purpose" not in text


def test_the_policy_allows_the_style_of_the_failure_page(failing: Client, db: None) -> None:
    style = re.search(r"<style>(.*?)</style>", ERROR_PAGE.read_text(), re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert f"'sha256-{digest}'" == views.ERROR_PAGE_STYLE
    assert f"'sha256-{digest}'" in failing.get("/news/").headers["Content-Security-Policy"]


def test_the_failure_page_needs_nothing_else() -> None:
    assert not re.search(r"{%|{{|src=|<link", ERROR_PAGE.read_text())


@pytest.mark.parametrize("address", ["/news/%00/", "/?q=%00", "/en/a%00b", "/admin/%00"])
def test_an_impossible_address_is_answered_in_plain_words(
    client: Client, db: None, address: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = client.get(address)
    assert response.status_code == 400
    assert "这个网址打不开" in response.text
    assert '<a href="/">回首页</a>' in response.text


def test_so_is_another_host(client: Client, db: None) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "这个网址打不开" in response.text


def test_the_two_static_pages_share_their_style() -> None:
    pages = [ERROR_PAGE.with_name(name).read_text() for name in ("400.html", "500.html")]
    first, second = (re.search(r"<style>.*?</style>", page, re.S) for page in pages)
    assert first is not None and second is not None
    assert first.group() == second.group()
