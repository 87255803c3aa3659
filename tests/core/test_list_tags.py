"""Page numbers and sections for templates."""

from django.core.paginator import Paginator

import pytest

from core.templatetags.list_tags import page_numbers
from core.templatetags.navigation_tags import section_of
from home.models import HomePage
from tests.factories.home import SiteTree, StandardPageFactory
from tests.factories.news import NewsPageFactory

GAP = Paginator.ELLIPSIS


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, [1, 2, GAP, 50]), (25, [1, GAP, 24, 25, 26, GAP, 50]), (50, [1, GAP, 49, 50])],
)
def test_page_numbers_leave_out_the_middle(number: int, expected: list) -> None:
    assert list(page_numbers(Paginator(range(500), 10).page(number))) == expected


def test_short_lists_show_every_number() -> None:
    assert list(page_numbers(Paginator(range(30), 10).page(2))) == [1, 2, 3]


def test_section_comes_from_the_navigation(site_tree: SiteTree, django_assert_num_queries) -> None:
    page = NewsPageFactory(parent=site_tree.news)
    with django_assert_num_queries(0):
        assert section_of(page, [site_tree.theory, site_tree.news]) == site_tree.news


def test_section_outside_of_the_navigation_is_the_parent(site_tree: SiteTree) -> None:
    page = NewsPageFactory(parent=site_tree.news)
    assert section_of(page, []).pk == site_tree.news.pk


def test_a_page_deep_down_names_the_page_above_it(site_tree: SiteTree) -> None:
    above = StandardPageFactory(parent=site_tree.home)
    middle = StandardPageFactory(parent=above)
    below = StandardPageFactory(parent=middle)
    assert section_of(below, [above]).pk == middle.pk


def test_home_and_sections_stand_in_none(site_tree: SiteTree) -> None:
    assert section_of(site_tree.home, [site_tree.news]) is None
    assert section_of(site_tree.news, [site_tree.news]) is None
    assert section_of(HomePage(title="新"), []) is None
    assert section_of(None, []) is None
