"""Addresses of filters that name what is gone or never was."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from accounts import roles
from tests.factories.accounts import BranchFactory
from tests.factories.learning import TheoryArticlePageFactory
from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory
from topics.services.merging import merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(site_tree: Any, user_of: Any) -> Any:
    """The topic ``old``, now ``new``."""
    old, new = TopicFactory(name="旧", slug="old"), TopicFactory(name="新", slug="new")
    NewsPageFactory(parent=site_tree.news, title="一件旧事", topics=[old])
    NewsPageFactory(parent=site_tree.news, title="不相干")
    merge(old, new, user_of(roles.CHIEF_EDITOR))
    return new


def notice(response: Any) -> str:
    found = BeautifulSoup(response.text, "html.parser").select_one(".results--unknown")
    return found.get_text(" ", strip=True) if found else ""


def test_a_merged_topic_leads_to_the_one_in_its_place(client: Any, merged: Any) -> None:
    response = client.get("/news/?topic=old&year=2026&page=1")
    assert response.status_code == 302
    address = urlsplit(response.url)
    assert address.path == "/news/"
    assert parse_qs(address.query) == {"topic": ["new"], "year": ["2026"], "page": ["1"]}
    text = client.get(response.url).text
    assert "一件旧事" in text
    assert "不相干" not in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("topic=nobody", "没有专题“nobody”"),
        ("year=1921", "没有年份“1921”"),
        ("year=二〇二六", "没有年份“二〇二六”"),
        ("branch=nobody", "没有党组织“nobody”"),
        ("format=poem", "没有体裁“poem”"),
        ("topic=%3Cscript%3E", "没有专题“<script>”"),
    ],
)
def test_what_is_not_known_is_said_with_a_way_back(
    client: Any, site_tree: Any, query: str, words: str
) -> None:
    TheoryArticlePageFactory(parent=site_tree.theory, title="还在")
    response = client.get(f"/theory/?{query}")
    assert "还在" in response.text
    assert words in notice(response)
    assert '<a href="/theory/">看全部内容</a>' in response.text
    assert "<script>”" not in response.text


def test_the_rest_of_the_address_is_followed(client: Any, site_tree: Any) -> None:
    branch = BranchFactory(name="河岸支部", slug="he-an")
    NewsPageFactory(parent=site_tree.news, title="河岸的", branch=branch)
    NewsPageFactory(parent=site_tree.news, title="别处的")
    response = client.get("/news/?branch=he-an&topic=nobody")
    assert "河岸的" in response.text
    assert "别处的" not in response.text
    assert notice(response).startswith("没有专题“nobody”")


def test_what_is_known_is_not_remarked_on(client: Any, site_tree: Any, merged: Any) -> None:
    for query in ("", "?topic=new", "?year=2026", "?topic=", "?page=99"):
        assert notice(client.get(f"/news/{query}")) == ""
