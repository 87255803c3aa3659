"""What the small scripts add for readers, and that nothing is lost without them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from learning.models import VideoLecturePage
from tests.factories.articles import body
from tests.factories.assets import MediaFactory
from tests.factories.home import SiteTree
from tests.factories.learning import VideoLecturePageFactory
from tests.factories.news import NewsPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Page]


@pytest.fixture
def lecture(site_tree: SiteTree) -> VideoLecturePage:
    """A film of two seconds with a transcript that is longer than its panel."""
    lines = [{"start": n, "end": n + 1, "text": f"第{n + 1}句，说的是走访。"} for n in range(40)]
    film = MediaFactory(transcript=lines, chapter_marks=[{"start": 1, "end": 2, "text": "后半"}])
    return VideoLecturePageFactory(parent=site_tree.lectures, media=film)


def position(tab: Page) -> float:
    return float(tab.evaluate("document.querySelector('video').currentTime"))


def test_a_line_of_the_transcript_seeks_in_place(visit: Visit, lecture: VideoLecturePage) -> None:
    tab = visit()
    tab.goto(lecture.url)
    tab.evaluate("window.stillHere = true")
    line = tab.locator(".transcript a").nth(1)
    line.click()
    expect(line).to_have_attribute("aria-current", "true")
    assert position(tab) >= 1
    assert tab.evaluate("window.stillHere") is True
    assert tab.url.endswith("?t=1")


def test_the_transcript_stops_following_who_scrolls(
    visit: Visit, lecture: VideoLecturePage
) -> None:
    tab = visit()
    tab.goto(lecture.url)
    back = tab.get_by_role("button", name="回到正在播放处")
    expect(back).to_be_hidden()
    # Two seconds are over before the reader scrolls, and a paused film has nothing to go back to.
    tab.evaluate(
        "Object.defineProperty(document.querySelector('video'), 'paused', {get: () => false})"
    )
    tab.locator(".transcript").hover()
    tab.mouse.wheel(0, 400)
    expect(back).to_be_visible()
    back.click()
    expect(back).to_be_hidden()


def test_without_script_the_line_loads_the_page_at_its_second(
    visit: Visit, lecture: VideoLecturePage
) -> None:
    tab = visit(java_script_enabled=False)
    tab.goto(lecture.url)
    expect(tab.get_by_role("button", name="回到正在播放处")).to_be_hidden()
    tab.locator(".transcript a").nth(1).click()
    expect(tab.locator("video source")).to_have_attribute("src", f"{lecture.media.url}#t=1")


def test_the_contents_mark_the_section_being_read(visit: Visit, site_tree: SiteTree) -> None:
    text = body(*["河岸上又响起了铁锹声。" * 30] * 4)
    sections = [("heading", {"text": f"第{n}节", "level": "2"}) for n in range(3)]
    page = NewsPageFactory(
        parent=site_tree.news, body=[part for section in sections for part in (section, *text)]
    )
    tab = visit()
    tab.goto(page.url)
    contents = tab.get_by_role("navigation", name="目录")
    contents.get_by_role("link", name="第2节").click()
    expect(contents.get_by_role("link", name="第2节")).to_have_attribute("aria-current", "location")
    expect(contents.locator("[aria-current]")).to_have_count(1)


def test_a_copied_title_has_no_invisible_breaks(visit: Visit, site_tree: SiteTree) -> None:
    page = NewsPageFactory(parent=site_tree.news, title="三个周末补齐最后一公里")
    tab = visit()
    tab.goto(page.url)
    assert "\u200b" in tab.locator("h1").inner_text()
    copied = tab.evaluate(
        """() => {
            getSelection().selectAllChildren(document.querySelector('h1'));
            const data = new DataTransfer();
            const event = new ClipboardEvent('copy', {clipboardData: data, bubbles: true, cancelable: true});
            document.dispatchEvent(event);
            return [data.getData('text/plain'), data.getData('text/html'), event.defaultPrevented];
        }"""
    )
    assert copied == ["三个周末补齐最后一公里"] * 2 + [True]


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_runs_off_the_side(visit: Visit, site_tree: SiteTree, width: int) -> None:
    NewsPageFactory(parent=site_tree.news, title="一二三四五六七八九十" * 20)
    page = NewsPageFactory(
        parent=site_tree.news,
        title="Pneumonoultramicroscopicsilicovolcanoconiosis" * 4,
        original_url=f"https://example.org/{'x' * 150}",
    )
    tab = visit(viewport={"width": width, "height": 800})
    for address in ("/", "/news/", page.url):
        tab.goto(address)
        wider = tab.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider <= 0, address
