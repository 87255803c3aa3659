"""``GET /api/v1/search`` and the description for browsers."""

from typing import Any
from xml.etree import ElementTree

from django.test import Client

import pytest

from tests.factories.articles import body
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory
from tests.support.searching import Index

ADDRESS = "/api/v1/search"


def test_it_says_what_the_page_says(
    index: Index, site_tree: SiteTree, client: Client, django_assert_max_num_queries: Any
) -> None:
    page = NewsPageFactory(parent=site_tree.news, title="石阶路", body=body("村里修石阶路。"))
    index.catch_up()
    client.get(ADDRESS, {"q": "石阶"})

    with django_assert_max_num_queries(8):
        response = client.get(ADDRESS, {"q": "石阶"})

    assert response.status_code == 200
    answer = response.json()
    assert (answer["query"], answer["total"], answer["page"], answer["pages"]) == ("石阶", 1, 1, 1)
    (found,) = answer["results"]
    assert found["title"] == "石阶路"
    assert found["url"] == f"http://testserver{page.url}"
    assert found["kind"] == "news"
    assert found["date"] == page.date.isoformat()
    assert "<" not in found["excerpt"]
    assert "石阶路" in found["excerpt"]


def test_pages_and_their_size(index: Index, site_tree: SiteTree, client: Client) -> None:
    for number in range(5):
        NewsPageFactory(parent=site_tree.news, title=f"石阶路{number}", body=body(f"第{number}段"))
    index.catch_up()

    answer = client.get(ADDRESS, {"q": "石阶", "per_page": "2", "page": "3"}).json()

    assert (answer["total"], answer["pages"], len(answer["results"])) == (5, 3, 1)


@pytest.mark.parametrize("size", ["0", "-1", "abc", "²", "9999999"])
def test_strange_sizes_are_ordinary_ones(index: Index, client: Client, size: str) -> None:
    assert client.get(ADDRESS, {"q": "石阶", "per_page": size}).status_code == 200


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}?q=", f"{ADDRESS}?q=%F0%9F%98%80"])
def test_without_a_question_it_asks_for_one(index: Index, client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 400
    assert "q" in response.json()["error"]


def test_an_unknown_language_is_refused(index: Index, client: Client) -> None:
    assert client.get(ADDRESS, {"q": "石阶", "language": "xx"}).status_code == 400


def test_it_only_reads(client: Client, site_tree: SiteTree) -> None:
    response = Client(enforce_csrf_checks=True).post(ADDRESS, {"q": "石阶"})

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


def test_without_an_index_it_says_so(search_home: Any, site_tree: SiteTree, client: Client) -> None:
    response = client.get(ADDRESS, {"q": "石阶"})

    assert response.status_code == 503
    assert response.json()["error"]


def test_nobody_else_keeps_an_answer(index: Index, client: Client) -> None:
    kept = client.get(ADDRESS, {"q": "石阶"}).headers["Cache-Control"]

    assert "private" in kept
    assert "no-store" in kept


@pytest.mark.parametrize("language", ["", "/en"])
def test_browsers_are_told_how_to_search(
    site_tree: SiteTree, client: Client, language: str
) -> None:
    response = client.get(f"{language}/search/opensearch.xml")
    root = ElementTree.fromstring(response.content)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    addresses = [url.get("template", "") for url in root.iter(f"{space}Url")]

    assert response.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    assert addresses[0] == f"http://testserver{language}/search/?q={{searchTerms}}"
    assert addresses[1].endswith("/search/suggest/?format=opensearch&q={searchTerms}")


def test_every_page_names_the_description(site_tree: SiteTree, client: Client) -> None:
    assert 'type="application/opensearchdescription+xml"' in client.get("/").text
