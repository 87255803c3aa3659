"""What a reader chose: remembered by a cookie, set by a form or an address, told to caches."""

from django.test import Client

import pytest
from bs4 import BeautifulSoup

from core.display import Display
from news.models import NewsPage
from tests.front.conftest import Read
from tests.front.test_every_page import KINDS


def document(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def elder(client: Client) -> Client:
    client.cookies["display"] = "mode:elder"
    return client


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_the_switch_and_comes_back(
    client: Client, full_site: dict[str, str], kind: str
) -> None:
    address = f"{full_site[kind]}?page=1"
    button = document(client.get(address)).find("button", value="elder")
    form = button.find_parent("form")
    assert form["method"] == "post"
    fields = {"next": form.find("input", attrs={"name": "next"})["value"], "mode": "elder"}
    answer = client.post(form["action"], fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    found = document(client.get(address))
    assert found.html["data-mode"] == "elder"
    assert found.find(class_="bar").find("button").get_text(strip=True) == "返回普通版"
    assert found.find(class_="related") is None


def test_the_cookie_lasts_and_stays_on_the_site(client: Client, site_tree) -> None:
    cookie = client.post("/display/", {"mode": "elder", "size": "2"}).cookies["display"]
    assert cookie.value == "mode:elder.size:2"
    assert (cookie["samesite"], cookie["max-age"]) == ("Lax", 31_536_000)
    gone = client.post("/display/", {"mode": "", "size": ""}).cookies["display"]
    assert gone["max-age"] == 0


def test_a_poster_opens_elder_mode_and_the_next_page_keeps_it(elder: Client, full_site) -> None:
    fresh = Client()
    first = fresh.get("/?mode=elder")
    assert document(first).html["data-mode"] == "elder"
    assert document(fresh.get("/news/")).html["data-mode"] == "elder"
    assert document(elder.get("/?mode=normal")).html["data-mode"] == ""
    # The address must not overrule the choice made on that page.
    assert fresh.post("/display/", {"mode": "", "next": "/?mode=elder"}).headers["Location"] == "/"


@pytest.mark.parametrize(
    "wanted",
    ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)", "", "news/"],
)
def test_the_way_back_stays_on_the_site(client: Client, site_tree, wanted: str) -> None:
    assert client.post("/display/", {"next": wanted}).headers["Location"] == "/"


@pytest.mark.parametrize(
    "cookie", ["mode:elder; x", "size:9", "mode", "::::", "\x7f" * 9, "a" * 5000]
)
def test_a_strange_cookie_is_no_choice(cookie: str) -> None:
    assert Display.read(cookie) == Display(mode="elder" if cookie == "mode:elder" else "")


def test_pages_tell_caches_that_they_vary(client: Client, full_site, news: NewsPage) -> None:
    for address in ("/", news.url, "/mei-you/"):
        assert "Cookie" in client.get(address).headers["Vary"]


def test_other_pages_follow_the_mode_too(elder: Client, site_tree) -> None:
    for address in ("/mei-you/", "/display/", "/_util/login/"):
        assert document(elder.get(address)).find(class_="bar"), address


def test_text_steps_up_and_starts_again(elder: Client, news: NewsPage) -> None:
    seen = []
    for _step in range(4):
        page = document(elder.get(news.url))
        button = page.find("button", attrs={"name": "size"})
        seen.append((page.html["data-size"], button.get_text(strip=True)))
        elder.post("/display/", {"size": button["value"], "next": news.url})
    assert seen == [("", "再大些"), ("1", "再大些"), ("2", "再大些"), ("3", "变回小字")]


def test_lists_are_short_in_elder_mode(elder: Client, site_tree) -> None:
    from tests.factories.news import NewsPageFactory

    for number in range(7):
        NewsPageFactory(parent=site_tree.news, title=f"第{number}篇")
    page = document(elder.get("/news/"))
    assert len(page.find_all(class_="row")) == 5
    assert page.find("a", rel="next").get_text(strip=True) == "下一页"
    assert len(document(elder.get("/news/?page=2")).find_all(class_="row")) == 2


def test_the_settings_page_shows_what_is_chosen(client: Client, site_tree) -> None:
    client.cookies["display"] = "size:2.theme:dark"
    page = document(client.get("/display/?next=/news/"))
    chosen = [(box["name"], box["value"]) for box in page.find_all("input", checked=True)]
    assert chosen == [("size", "2"), ("leading", ""), ("theme", "dark")]
    assert page.main.find("input", attrs={"name": "next"})["value"] == "/news/"
    assert page.html["data-theme"] == "dark"


def test_reading_mode_has_a_way_out(client: Client, read: Read, news: NewsPage) -> None:
    client.cookies["display"] = "reading:on"
    page = read(news.url)
    assert page.html["data-reading"] == "on"
    assert page.find("button", attrs={"name": "reading"})["value"] == ""
