"""The matrix of private pages over suggestions, did-you-mean, curated results and the API."""

from typing import Any

import pytest

from search import pinyin, segmenter, synonyms
from search.models import CuratedResult
from tests.support.private_pages import ASKERS, SECRET, Matrix, private_pages
from tests.support.searching import Index


@pytest.fixture(autouse=True)
def forget(db):
    synonyms._memory.forget()
    yield
    synonyms._memory.forget()


@pytest.fixture
def matrix(index: Index, site_tree: Any, user_of: Any) -> Matrix:
    return private_pages(site_tree, user_of)


def suggested(client: Any, typed: str) -> list[str]:
    response = client.get("/search/suggest/", {"q": typed})
    assert response.status_code == 200
    return [one["text"] for one in response.json()["suggestions"]]


@pytest.mark.parametrize("asker", ASKERS)
@pytest.mark.parametrize("caught_up", [True, False], ids=["indexed", "a moment ago"])
def test_suggestions(index: Index, matrix: Matrix, asker: str, caught_up: bool) -> None:
    index.catch_up()
    matrix.close()
    if caught_up:
        index.catch_up()
    client = matrix.client(asker)
    for name, page in matrix.pages.items():
        found = suggested(client, page.title)
        assert page.title not in found or name in matrix.allowed(asker), f"{asker}: {name}"
        if caught_up:
            assert (page.title in found) == (name in matrix.allowed(asker)), f"{asker}: {name}"


@pytest.mark.parametrize("asker", ASKERS)
@pytest.mark.parametrize("caught_up", [True, False], ids=["indexed", "a moment ago"])
def test_the_api(index: Index, matrix: Matrix, asker: str, caught_up: bool) -> None:
    index.catch_up()
    matrix.close()
    if caught_up:
        index.catch_up()
    response = matrix.client(asker).get("/api/v1/search", {"q": SECRET, "per_page": "50"})
    shown = {one["title"] for one in response.json()["results"]}
    allowed = {matrix.pages[name].title for name in matrix.allowed(asker)}
    assert shown <= allowed
    if caught_up:
        assert shown == allowed
        assert response.json()["total"] == len(allowed)


@pytest.mark.parametrize("asker", ASKERS)
@pytest.mark.parametrize("caught_up", [True, False], ids=["indexed", "a moment ago"])
def test_did_you_mean(index: Index, matrix: Matrix, asker: str, caught_up: bool) -> None:
    """Each page has a word of its own: its pinyin, typed, must not become the word."""
    index.catch_up()
    matrix.close()
    if caught_up:
        index.catch_up()
    client = matrix.client(asker)
    for name, word in matrix.words.items():
        html = client.get("/search/", {"q": pinyin.joined(word)}).text
        if name not in matrix.allowed(asker):
            assert word not in html, f"{asker}: {name}"
        elif caught_up and segmenter.cut(word) == [word]:
            assert word in html, f"{asker}: {name}"


@pytest.mark.parametrize("asker", ASKERS)
def test_curated_results(index: Index, matrix: Matrix, asker: str) -> None:
    for name, page in matrix.pages.items():
        group = CuratedResult(questions=f"置顶{name}" if name.isascii() else name)
        group.pages.create(page=page)
        group.save()
    matrix.close()
    synonyms._memory.forget()
    client = matrix.client(asker)
    for name, page in matrix.pages.items():
        html = client.get("/search/", {"q": f"置顶{name}" if name.isascii() else name}).text
        assert ('class="curated"' in html and page.title in html) == (
            name in matrix.allowed(asker)
        ), f"{asker}: {name}"
