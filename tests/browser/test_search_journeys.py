"""Search, film, line of the transcript, and passing it on: for everybody, by every way."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from learning.models import VideoLecturePage
from tests.browser.test_journeys import NO_SCRIPT, PHONE, follow, no_wider_than_the_window, reach
from tests.factories.assets import MediaFactory
from tests.factories.home import SiteTree
from tests.factories.learning import VideoLecturePageFactory
from tests.factories.news import NewsPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Page]
ELDER = {"name": "display", "value": "mode:elder"}


@pytest.fixture
def lecture(site_tree: SiteTree, indexed: Callable[[], None]) -> VideoLecturePage:
    """A film about a word that stands in its transcript alone."""
    lines = [{"start": n, "end": n + 1, "text": f"第{n + 1}句，说的是走访。"} for n in range(12)]
    lines[1]["text"] = "这一句说的是引水渠。"
    film = MediaFactory(transcript=lines)
    page: VideoLecturePage = VideoLecturePageFactory(
        parent=site_tree.lectures, media=film, title="敲门之前"
    )
    indexed()
    return page


def test_by_keyboard(visit: Visit, lecture: VideoLecturePage) -> None:
    tab = visit(permissions=["clipboard-read", "clipboard-write"])
    tab.goto("/")
    for _press in range(12):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.name") == "q":
            break
    tab.keyboard.type("引水渠")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    follow(tab, "引水渠。")
    expect(tab.locator("video source")).to_have_attribute("src", f"{lecture.media.url}#t=1")
    reach(tab, "第3句")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"\?t=2$"))
    reach(tab, "复制网址")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("网址已经复制")).to_be_visible()
    assert tab.evaluate("navigator.clipboard.readText()") == lecture.full_url


@pytest.mark.parametrize("options", [{}, NO_SCRIPT], ids=["script", "no script"])
@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
def test_on_a_phone(
    visit: Visit, lecture: VideoLecturePage, elder: bool, options: dict[str, Any]
) -> None:
    tab = visit(**options, **PHONE)
    if elder:
        tab.goto("/health/live")
        site = tab.url.removesuffix("/health/live")
        tab.context.add_cookies([{**ELDER, "url": site}])
    tab.goto("/")
    if elder:
        tab.get_by_role("link", name="搜索").first.click()
    tab.get_by_label("搜索全站").first.fill("引水渠")
    tab.get_by_role("button", name="搜索", exact=True).first.click()
    assert no_wider_than_the_window(tab)
    tab.locator(".hit__moments a").first.click()
    expect(tab.locator("video source")).to_have_attribute("src", f"{lecture.media.url}#t=1")
    if elder:
        expect(tab.locator("html[data-mode=elder]")).to_have_count(1)
    tab.locator("#find").fill("第3句")
    tab.get_by_role("button", name="查找").click()
    lines = tab.locator(".transcript li:visible")
    expect(lines).to_have_count(1)
    lines.get_by_role("link").click()
    expect(tab).to_have_url(re.compile(r"[?&]t=2$"))
    tab.locator("summary", has_text="二维码").click()
    expect(tab.get_by_role("img", name="这个页面的二维码")).to_be_visible()
    tab.get_by_role("link", name="大字打印").click()
    expect(tab.locator(".paper-head")).to_be_visible()
    expect(tab.locator(".transcript li")).to_have_count(12)
    assert no_wider_than_the_window(tab)
    tab.get_by_role("link", name="返回").click()
    expect(tab.locator("video")).to_be_visible()


@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
def test_filters_stand_beside_the_results_in_normal_mode_only(
    visit: Visit,
    lecture: VideoLecturePage,
    site_tree: SiteTree,
    indexed: Callable[[], None],
    elder: bool,
    live_server: Any,
) -> None:
    # Of another kind, so that there is something to choose.
    NewsPageFactory(parent=site_tree.news, title="走访")
    indexed()
    tab = visit(viewport={"width": 1440, "height": 900})
    if elder:
        tab.context.add_cookies([{**ELDER, "url": live_server.url}])
    tab.goto("/search/?q=走访")
    filters = tab.locator(".facets").bounding_box()
    results = tab.locator(".search-page__found").bounding_box()
    assert filters and results
    assert (filters["y"] + filters["height"] <= results["y"]) is elder
