"""What the box asks while a reader types."""

from pathlib import Path
from typing import Any

from django.test import Client

import pytest

from search import synonyms
from tests.factories.articles import body
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory
from tests.support.searching import Index

ADDRESS = "/search/suggest/"


@pytest.fixture(autouse=True)
def forget(db):
    synonyms._memory.forget()
    yield
    synonyms._memory.forget()


@pytest.fixture
def suggested(index: Index, client: Client) -> Any:
    def ask(typed: str, **params: str) -> list[dict[str, str]]:
        index.catch_up()
        response = client.get(ADDRESS, {"q": typed, **params})
        assert response.status_code == 200
        return response.json()["suggestions"]

    return ask


def test_a_title_leads_to_its_page(suggested: Any, site_tree: SiteTree, client: Client) -> None:
    page = NewsPageFactory(parent=site_tree.news, title="重庆红岩精神")

    (found,) = suggested("cqhy")

    assert found == {"text": "重庆红岩精神", "label": "新闻", "url": page.url}
    assert client.get(found["url"]).status_code == 200


def test_a_topic_and_a_person_lead_to_what_is_found(
    suggested: Any, site_tree: SiteTree, client: Client
) -> None:
    topic = TopicFactory(name="水利建设")
    NewsPageFactory(parent=site_tree.news, title="一篇", author="单志刚", topics=[topic])

    (by_topic,) = suggested("shuili")
    (by_name,) = suggested("shanzhi")

    assert by_topic["label"] == "专题"
    assert by_name["label"] == "人物"
    for found in (by_topic, by_name):
        assert "一篇" in client.get(found["url"]).text


def test_browsers_get_their_own_form(index: Index, site_tree: SiteTree, client: Client) -> None:
    NewsPageFactory(parent=site_tree.news, title="重庆红岩精神", body=body("甲"))
    index.catch_up()

    response = client.get(ADDRESS, {"q": "重庆", "format": "opensearch"})

    assert response.headers["Content-Type"].startswith("application/x-suggestions+json")
    assert response.json()[:2] == ["重庆", ["重庆红岩精神"]]


def test_nobody_else_keeps_the_answer(index: Index, client: Client) -> None:
    headers = client.get(ADDRESS, {"q": "党"}).headers

    assert "private" in headers["Cache-Control"]
    assert "no-store" in headers["Cache-Control"]


def test_without_an_index_there_is_nothing_to_offer(
    search_home: Any, site_tree: SiteTree, client: Client
) -> None:
    assert client.get(ADDRESS, {"q": "党"}).json() == {"suggestions": []}


@pytest.mark.parametrize("typed", ["", "%00", "'", "\\", "党" * 3000, "%", "<b>", '{"a":1}'])
def test_anything_can_be_typed(index: Index, client: Client, typed: str) -> None:
    assert client.get(ADDRESS, {"q": typed}).status_code == 200


def test_few_queries(
    index: Index, site_tree: SiteTree, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        NewsPageFactory(parent=site_tree.news, title=f"党建第{number}篇")
    index.catch_up()
    client.get(ADDRESS, {"q": "党建"})
    with django_assert_max_num_queries(6):
        assert len(client.get(ADDRESS, {"q": "党建"}).json()["suggestions"]) == 6


def test_a_folder_that_cannot_be_read_suggests_nothing(
    search_home: Path, site_tree: SiteTree, client: Client
) -> None:
    (search_home / "search").write_text("a file stands where the folder should")
    response = client.get("/search/suggest/", {"q": "渡口"})
    assert (response.status_code, response.json()) == (200, {"suggestions": []})
    assert client.get("/search/", {"q": "渡口"}).status_code == 503
