"""A translation is found by whom its source may be found, and by nobody else."""

from typing import Any

from django.test import Client

from wagtail.models import Locale, PageViewRestriction

import pytest

from tests.factories.news import NewsPageFactory
from tests.support.searching import Index

ADDRESS = "/en/search/"


@pytest.fixture
def source(index: Index, site_tree: Any) -> Any:
    """A live article with a live translation, both indexed."""
    page = NewsPageFactory(parent=site_tree.news, title="内部学习安排")
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    copy.title, copy.live = "Ledger translated", True
    copy.save()
    for section in copy.get_ancestors().filter(depth__gt=1).specific():
        section.alias_of, section.live = None, True
        section.save()
    index.catch_up()
    return page


def found(client: Client) -> str:
    return client.get(ADDRESS, {"q": "ledger"}).text


@pytest.mark.parametrize("place", ["page", "section"])
@pytest.mark.parametrize("caught_up", [True, False], ids=["indexed", "a moment ago"])
def test_closing_the_source_closes_the_translation(
    index: Index, source: Any, client: Client, place: str, caught_up: bool
) -> None:
    assert "translated" in found(client)
    closed = source if place == "page" else source.get_parent()
    restriction = PageViewRestriction.objects.create(page=closed, restriction_type="login")
    if caught_up:
        index.catch_up()
    html = found(client)
    assert "translated" not in html
    assert "1 result" not in html
    restriction.delete()
    index.catch_up()
    assert "translated" in found(client)


def test_whoever_may_read_the_source_finds_the_translation(
    index: Index, source: Any, client: Client, django_user_model: Any
) -> None:
    PageViewRestriction.objects.create(page=source, restriction_type="login")
    index.catch_up()
    client.force_login(django_user_model.objects.create_user("member"))
    assert "translated" in found(client)
