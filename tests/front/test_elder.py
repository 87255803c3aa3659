"""What elder mode shows of its own, beside the journeys in tests/browser."""

from django.test import Client

import pytest
from bs4 import BeautifulSoup

from learning.models import VideoLecturePage
from news.models import NewsPage
from tests.factories.articles import body
from tests.factories.home import SiteTree, StandardPageFactory
from tests.factories.news import BranchPageFactory
from tests.support.stylesheets import FOLDER, declarations

pytestmark = pytest.mark.django_db


@pytest.fixture
def elder(client: Client) -> Client:
    client.cookies["display"] = "mode:elder"
    return client


def document(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def test_a_film_is_known_by_its_poster_other_rows_are_words(
    elder: Client, lecture: VideoLecturePage, news: NewsPage
) -> None:
    row = document(elder, lecture.get_parent().url).select_one(".row")
    assert row is not None
    assert len(row.select(".frame--video img[src]")) == 1
    assert not document(elder, news.get_parent().url).select(".row img")


def test_every_text_can_be_heard_and_printed_large(
    elder: Client, site_tree: SiteTree, news: NewsPage, lecture: VideoLecturePage
) -> None:
    text = body("一段可以听的正文。")
    pages = [
        news,
        BranchPageFactory(parent=site_tree.branches, body=text),
        StandardPageFactory(parent=site_tree.home, body=text),
    ]
    for page in pages:
        tools = document(elder, page.url).select_one(".tools")
        assert tools is not None
        assert tools.select_one("[data-listen]") is not None
        assert tools.select_one("a[href='?print=large']") is not None
        assert "约  分钟" not in tools.text
        assert document(elder, f"{page.url}?print=large").select_one(".paper-head") is not None
    assert document(elder, lecture.url).select_one("a[href='?print=large']") is not None


def test_every_page_leads_to_search_and_to_the_settings(elder: Client, news: NewsPage) -> None:
    links = [link["href"] for link in document(elder, news.url).select("footer a")]
    assert "/search/" in links
    assert f"/display/?next={news.url}" in links


def test_every_page_has_one_search_box(elder: Client, full_site: dict[str, str]) -> None:
    for address in [*full_site.values(), "/nowhere/", "/search/?q=河堤", "/search/"]:
        boxes = document(elder, address).select("[role=search]")
        assert len(boxes) == 1, address
        field = boxes[0].select_one("input[type=search]")
        assert field is not None
        assert boxes[0].select_one(f"label[for={field['id']}]") is not None
        assert boxes[0].select_one("button[type=submit]") is not None


def test_what_was_asked_stays_in_the_box_of_the_results(elder: Client, news: NewsPage) -> None:
    field = document(elder, "/search/?q=河堤").select_one("input[type=search]")
    assert field is not None
    assert field["value"] == "河堤"


def test_text_and_what_is_pressed_are_24_pixels_and_more() -> None:
    """Dates and credits alone are smaller; 1.5rem is 24 px in the first of four steps."""
    sizes = {
        item.name: item.value
        for item in declarations(FOLDER / "elder.css")
        if item.around[-1] == ":root"
    }
    assert sizes["--font-size-base"] == "1.5rem"
    assert sizes["--font-size-body"].startswith("clamp(1.5rem")
    assert sizes["--font-size-meta"] == "1.375rem"
