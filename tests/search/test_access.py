"""Who finds what: every kind of private page by every kind of asker, in all that a page shows.

``tests/search/test_access_elsewhere.py`` walks the same matrix over suggestions and the API.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

import pytest

from accounts import roles
from tests.support.private_pages import ASKERS, SECRET, Matrix, private_pages
from tests.support.searching import Index

ADDRESS = "/search/"


@pytest.fixture
def matrix(index: Index, site_tree: Any, user_of: Any) -> Matrix:
    return private_pages(site_tree, user_of)


@pytest.mark.parametrize("asker", ASKERS)
@pytest.mark.parametrize("caught_up", [True, False], ids=["indexed", "a moment ago"])
def test_everybody_finds_what_they_may_read_and_hears_of_nothing_else(
    index: Index, matrix: Matrix, asker: str, caught_up: bool
) -> None:
    # Everything is open while the index looks; then the restrictions come.
    index.catch_up()
    matrix.close()
    if caught_up:
        index.catch_up()
    client = matrix.client(asker)
    html = client.get(ADDRESS, {"q": SECRET}).text
    allowed = matrix.allowed(asker)
    for name, page in matrix.pages.items():
        if name not in allowed:
            assert page.title not in strip_marks(html), f"{asker} is shown {name}"
            assert matrix.words[name] not in strip_marks(html), f"{asker} reads {name}"
    if caught_up:
        shown = {name for name, page in matrix.pages.items() if page.title in strip_marks(html)}
        assert shown == allowed
        assert f"{len(allowed)} 条结果" in html
        # Each dated page has a year of its own, and so a count of its own.
        dated = {name: page for name, page in matrix.pages.items() if hasattr(page, "date")}
        counted = {name for name, page in dated.items() if f"year={page.date.year}" in html}
        assert counted <= allowed
        assert len(allowed) == 1 or counted == allowed & dated.keys()
    else:
        # Before the index has looked, what closed is neither found nor counted.
        assert f"{len(matrix.open)} 条结果" in html


@pytest.mark.parametrize("asker", ASKERS)
def test_the_words_of_a_private_page_find_it_for_its_readers_only(
    index: Index, matrix: Matrix, asker: str
) -> None:
    matrix.close()
    index.catch_up()
    client = matrix.client(asker)
    for name, word in matrix.words.items():
        html = strip_marks(client.get(ADDRESS, {"q": f'"{word}"'}).text)
        found = matrix.pages[name].title in html
        assert found == (name in matrix.allowed(asker)), f"{asker}: {name}"


def test_a_password_opens_for_the_session_that_gave_it(index: Index, matrix: Matrix) -> None:
    matrix.close()
    index.catch_up()
    client = matrix.client("anonymous")
    page = matrix.pages["password"]
    assert page.title not in strip_marks(client.get(ADDRESS, {"q": SECRET}).text)
    restriction = page.get_view_restrictions().get()
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/",
        {"password": restriction.password, "return_url": page.url},
    )
    assert page.title in strip_marks(client.get(ADDRESS, {"q": SECRET}).text)


def test_whoever_leaves_a_group_finds_its_pages_no_more(index: Index, matrix: Matrix) -> None:
    matrix.close()
    index.catch_up()
    client: Client = matrix.client("member")
    assert matrix.pages["group"].title in strip_marks(client.get(ADDRESS, {"q": SECRET}).text)
    matrix.people["member"].groups.remove(Group.objects.get(name="党员"))
    assert matrix.pages["group"].title not in strip_marks(client.get(ADDRESS, {"q": SECRET}).text)


def test_an_editor_finds_no_drafts_where_readers_search(
    index: Index, matrix: Matrix, client_of: Any
) -> None:
    matrix.pages["open"].unpublish()
    index.catch_up()
    html = client_of(roles.EDITOR).get(ADDRESS, {"q": SECRET}).text
    assert matrix.pages["open"].title not in strip_marks(html)


def strip_marks(html: str) -> str:
    return html.replace("<mark>", "").replace("</mark>", "")
