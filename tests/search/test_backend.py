"""Wagtail's own search: explorer, choosers, API, querysets."""

from typing import Any

from django.test import Client
from django.urls import reverse

from wagtail.models import Page

import pytest
from modelsearch.query import MATCH_ALL, Not, Or, Phrase, PlainText

from accounts import roles
from assets.models import Document, Image
from news.models import NewsPage
from tests.factories.articles import body
from tests.factories.assets import DocumentFactory, ImageFactory
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory
from tests.support.searching import Index


@pytest.fixture
def pages(site_tree: SiteTree) -> dict[str, NewsPage]:
    return {
        name: NewsPageFactory(parent=site_tree.news, title=title, body=body(text))
        for name, title, text in [
            ("steps", "渡口修起石阶路", "种下油茶。"),
            ("bridge", "石桥通车", "渡口冷清了，石阶也旧了。"),
            ("tea", "Red tea 丰收", "红茶。"),
        ]
    }


def test_two_characters_find_pages(office_index: Index, pages: dict[str, NewsPage]) -> None:
    office_index.catch_up()
    assert {page.pk for page in Page.objects.search("渡口")} == {
        pages["steps"].pk,
        pages["bridge"].pk,
    }
    assert [page.pk for page in NewsPage.objects.search("油茶")] == [pages["steps"].pk]


def test_an_inner_piece_of_a_title_completes(
    office_index: Index, pages: dict[str, NewsPage]
) -> None:
    office_index.catch_up()
    assert [page.pk for page in Page.objects.autocomplete("阶路")] == [pages["steps"].pk]
    assert [page.pk for page in Page.objects.autocomplete("re")] == [pages["tea"].pk]
    assert [page.pk for page in Page.objects.autocomplete("红茶 red te")] == [pages["tea"].pk]
    assert not Page.objects.search("re").count()


def test_filters_and_order_of_a_queryset_are_kept(
    office_index: Index, pages: dict[str, NewsPage], site_tree: SiteTree
) -> None:
    office_index.catch_up()
    pages["steps"].unpublish()
    live = Page.objects.live().search("石阶")
    assert [page.pk for page in live] == [pages["bridge"].pk]
    assert live.count() == 1
    ordered = Page.objects.order_by("-title").search("石阶", order_by_relevance=False)
    assert [page.title for page in ordered] == ["石桥通车", "渡口修起石阶路"]
    assert Page.objects.child_of(site_tree.theory).search("石阶").count() == 0
    # A column that no search field names.
    assert Page.objects.filter(url_path__contains="shi-shi").search("石阶").count() == 2


def test_results_can_be_sliced_and_counted(office_index: Index, pages: dict[str, NewsPage]) -> None:
    office_index.catch_up()
    found = Page.objects.search("石阶")
    assert found.count() == 2
    assert [page.pk for page in found[:1]] + [page.pk for page in found[1:]] == [
        page.pk for page in found
    ]
    assert found[1:].count() == 1
    assert dict(found.facet("depth")) == {4: 2}


def test_queries_can_be_put_together(office_index: Index, pages: dict[str, NewsPage]) -> None:
    office_index.catch_up()

    def names(query: Any) -> set[str]:
        found = {page.pk for page in NewsPage.objects.search(query)}
        return {name for name, page in pages.items() if page.pk in found}

    assert names(PlainText("油茶") | PlainText("红茶")) == {"steps", "tea"}
    assert names(PlainText("石阶") & ~PlainText("油茶")) == {"bridge"}
    assert names(Not(PlainText("石阶"))) == {"tea"}
    assert names(Phrase("石阶路")) == {"steps"}
    assert names(Or([Phrase("石阶路"), Not(Phrase("石阶"))])) == {"steps", "tea"}
    assert names(PlainText("油茶 红茶", operator="or")) == {"steps", "tea"}
    assert names(MATCH_ALL) == {"steps", "bridge", "tea"}


def test_words_are_found_without_an_index_too(search_home: Any, pages: dict[str, NewsPage]) -> None:
    assert [page.pk for page in Page.objects.autocomplete("石阶")] == [pages["steps"].pk]
    assert Page.objects.search("石阶").count() == 1


def test_chosen_fields_are_searched_alone(office_index: Index, pages: dict[str, NewsPage]) -> None:
    office_index.catch_up()
    assert [page.pk for page in Page.objects.search("渡口", fields=["title"])] == [
        pages["steps"].pk
    ]


def test_the_explorer_finds_drafts_by_their_latest_title(
    office_index: Index, pages: dict[str, NewsPage], client_of: Any
) -> None:
    page = pages["steps"]
    page.title = "渡口修起吊桥"
    page.save_revision()
    office_index.catch_up()
    html = client_of(roles.EDITOR).get(reverse("wagtailadmin_pages:search"), {"q": "吊桥"}).text
    assert "渡口修起吊桥" in html


def test_nobody_outside_the_admin_is_led_by_the_words_of_a_draft(
    office_index: Index, pages: dict[str, NewsPage], client: Client
) -> None:
    page = pages["steps"]
    page.title = "渡口修起吊桥"
    page.save_revision()
    office_index.catch_up()
    assert Page.objects.live().search("吊桥").count() == 0


@pytest.mark.parametrize(
    ("factory", "address"),
    [
        (ImageFactory, "wagtailimages_chooser:choose_results"),
        (DocumentFactory, "wagtaildocs_chooser:choose_results"),
    ],
)
def test_choosers_find_two_characters(
    office_index: Index, client_of: Any, factory: Any, address: str
) -> None:
    factory(title="渡口的石阶")
    factory(title="别的")
    office_index.catch_up()
    html = client_of(roles.EDITOR).get(reverse(address), {"q": "石阶"}).text
    assert "渡口的石阶" in html
    assert "别的" not in html


def test_a_page_chooser_finds_two_characters(
    office_index: Index, client_of: Any, pages: dict[str, NewsPage]
) -> None:
    office_index.catch_up()
    address = reverse("wagtailadmin_choose_page_search")
    html = client_of(roles.EDITOR).get(address, {"q": "石桥"}).text
    assert "石桥通车" in html
    assert "渡口修起" not in html


def test_a_deleted_object_is_not_found(office_index: Index, site_tree: SiteTree) -> None:
    image, document = ImageFactory(title="渡口的石阶"), DocumentFactory(title="渡口的章程")
    office_index.catch_up()
    assert Image.objects.search("石阶").count() == Document.objects.search("章程").count() == 1
    image.delete()
    document.delete()
    office_index.catch_up()
    assert office_index.engine.count() == Page.objects.filter(depth__gt=1).count()
