"""What a page asks the database when no cache remembers anything.

Content types are not counted: a process asks for them once in its life, in one query.
"""

import re

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wagtail.models import Page, Site, get_page_models

import pytest

from core.models import BasePage
from home.models import HomePage
from tests.factories.home import SiteTree
from tests.support.filled import FilledSite

pytestmark = pytest.mark.django_db
BUDGET = 10
HOME_BUDGET = 14
# What lists show on a page fits the first and not the second.
FEW, MANY = 2, 25
TYPES = {model for model in get_page_models() if issubclass(model, BasePage)}


def queries_of(page: Page) -> list[str]:
    """The queries of a request that finds every cache empty."""
    client = Client()
    address = page.url
    assert client.get(address).status_code == 200
    cache.clear()
    Site.clear_site_root_paths_cache()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def told(queries: list[str]) -> str:
    """One line a query, without the columns."""
    tables = [re.sub(r"^SELECT .*? FROM", "FROM", sql, flags=re.DOTALL)[:160] for sql in queries]
    return "\n".join(f"  {number}. {sql}" for number, sql in enumerate(tables, 1))


@pytest.mark.parametrize("count", [FEW, MANY])
def test_every_page_type_keeps_its_budget(site_tree: SiteTree, count: int) -> None:
    pages = FilledSite(site_tree, count).pages
    assert set(pages) == TYPES, "a page type is missing in FilledSite"
    over = ""
    for model, page in pages.items():
        queries = queries_of(page)
        if len(queries) > (HOME_BUDGET if model is HomePage else BUDGET):
            over += f"\n{model.__name__}: {len(queries)}\n{told(queries)}"
    assert not over, over


def test_queries_do_not_grow_with_what_a_page_shows(site_tree: SiteTree) -> None:
    """Also where a body has every kind of block."""
    few = FilledSite(site_tree, FEW, full=True).pages
    before = {model: queries_of(page) for model, page in few.items()}
    many = FilledSite(site_tree, MANY, full=True).pages
    grown = ""
    for model, page in many.items():
        queries = queries_of(page)
        if len(queries) > len(before[model]):
            grown += f"\n{model.__name__}: {len(before[model])} → {len(queries)}"
            grown += f"\n{told(before[model])}\n  →\n{told(queries)}"
    assert not grown, grown


def test_bodies_are_not_read_for_lists(site_tree: SiteTree) -> None:
    pages = FilledSite(site_tree, FEW).pages
    lists = [page for model, page in pages.items() if not hasattr(model, "body")]
    assert len(lists) == 7
    for page in lists:
        for sql in queries_of(page):
            assert '"body"' not in sql, f"{type(page).__name__}: {sql}"
