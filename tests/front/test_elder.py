"""What elder mode shows of its own, beside the journeys in tests/browser."""

from django.test import Client

import pytest
from bs4 import BeautifulSoup

from learning.models import VideoLecturePage
from news.models import NewsPage
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


def test_every_page_leads_to_search_and_to_the_settings(elder: Client, news: NewsPage) -> None:
    links = [link["href"] for link in document(elder, news.url).select("footer a")]
    assert "/search/" in links
    assert f"/display/?next={news.url}" in links


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
