"""What readers do from beginning to end: by keyboard alone, without JavaScript, in elder mode."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from learning.models import VideoLecturePage
from news.models import NewsPage
from tests.factories.articles import body
from tests.factories.assets import MediaFactory
from tests.factories.home import SiteTree
from tests.factories.learning import VideoLecturePageFactory
from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Page]
FIRST, SECOND = "老渡口通了步道", "图书角搬到校门口"
TOPIC = "基层治理"
NO_SCRIPT = {"java_script_enabled": False}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}

# The element in focus: its words, and whether one sees that it is in focus.
FOCUSED = """() => {
    const element = document.activeElement;
    const after = getComputedStyle(element, '::after');
    const own = getComputedStyle(element);
    return {
        name: (element.getAttribute('aria-label') || element.textContent || element.name || '')
            .replaceAll('\\u200b', '').trim(),
        seen: [own, after].some((style) => style.outlineStyle !== 'none' && style.outlineWidth !== '0px'),
        place: document.activeElement === document.body ? 'body' : element.tagName,
    };
}"""


@pytest.fixture
def articles(site_tree: SiteTree) -> list[NewsPage]:
    """Two articles of one topic, and the topic's page."""
    topic = TopicFactory(name=TOPIC)
    TopicPageFactory(parent=site_tree.topics, topic=topic, title=TOPIC)
    text = body("河岸上又响起了铁锹声。", "三个周末补齐最后一公里。")
    return [
        NewsPageFactory(parent=site_tree.news, title=title, body=text, topics=[topic])
        for title in (FIRST, SECOND)
    ]


@pytest.fixture
def lecture(site_tree: SiteTree) -> VideoLecturePage:
    lines = [{"start": n, "end": n + 1, "text": f"第{n + 1}句，说的是走访。"} for n in range(12)]
    film = MediaFactory(transcript=lines, chapter_marks=[{"start": 1, "end": 2, "text": "后半"}])
    return VideoLecturePageFactory(parent=site_tree.lectures, media=film, title="敲门之前")


def reach(tab: Page, words: str, most: int = 80) -> None:
    """Press Tab until something with these words has the focus, seeing it all the way."""
    for _press in range(most):
        tab.keyboard.press("Tab")
        focused: dict[str, Any] = tab.evaluate(FOCUSED)
        if focused["place"] not in ("body", "VIDEO"):
            assert focused["seen"], f"no visible focus on {focused['name']!r}"
        if words in focused["name"] and focused["place"] != "DIV":
            return
    raise AssertionError(f"{words!r} can't be reached by keyboard on {tab.url}")


def follow(tab: Page, words: str) -> None:
    reach(tab, words)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


def title(tab: Page) -> str:
    return tab.locator("h1").inner_text().replace("\u200b", "")


def test_by_keyboard_from_home_to_a_related_article(visit: Visit, articles: list[NewsPage]) -> None:
    tab = visit()
    tab.goto("/")
    reach(tab, "跳到正文", most=1)
    tab.keyboard.press("Enter")
    expect(tab.locator("#main")).to_be_focused()
    tab.goto("/")
    follow(tab, "专题")
    follow(tab, TOPIC)
    follow(tab, SECOND)
    assert title(tab) == SECOND
    reach(tab, "字号与颜色")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("radio", name="特大")).to_be_visible()
    follow(tab, FIRST)
    assert title(tab) == FIRST
    reach(tab, "二维码")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("img", name="这个页面的二维码")).to_be_visible()


def test_by_keyboard_to_a_line_of_the_transcript(visit: Visit, lecture: VideoLecturePage) -> None:
    tab = visit()
    tab.goto(lecture.url)
    tab.locator("#find").focus()
    tab.keyboard.type("第2句")
    expect(tab.locator("[data-find-count]")).to_have_text("1/12")
    expect(tab.locator(".transcript li:visible")).to_have_count(1)
    reach(tab, "第2句")
    tab.keyboard.press("Enter")
    # The film lasts two seconds, so the line may be over already: the address tells.
    expect(tab).to_have_url(re.compile(r"\?t=1$"))
    expect(tab.locator(".transcript a[aria-current]")).to_have_count(1)


def test_without_script_from_home_to_a_related_article(
    visit: Visit, articles: list[NewsPage]
) -> None:
    tab = visit(**NO_SCRIPT, **PHONE)
    tab.goto("/")
    tab.get_by_role("navigation", name="栏目").get_by_role("link", name="专题").click()
    tab.get_by_role("link", name=TOPIC).first.click()
    tab.locator("main .row__link").first.click()
    assert title(tab) == SECOND
    expect(tab.locator(".article-body")).to_contain_text("铁锹声")
    expect(tab.locator("[data-voice]")).to_be_hidden()
    tab.locator(".tools__settings summary").click()
    tab.get_by_role("radio", name="特大").check(force=True)
    tab.get_by_role("button", name="照这样显示").click()
    assert title(tab) == SECOND
    expect(tab.locator("html")).to_have_attribute("data-size", "3")
    tab.locator(".related .row__link").first.click()
    assert title(tab) == FIRST
    tab.locator("summary", has_text="二维码").click()
    expect(tab.get_by_role("img", name="这个页面的二维码")).to_be_visible()


def test_without_script_a_list_is_filtered_and_a_film_starts_at_its_line(
    visit: Visit, articles: list[NewsPage], lecture: VideoLecturePage
) -> None:
    tab = visit(**NO_SCRIPT, **PHONE)
    tab.goto("/news/")
    tab.locator(".filters summary").click()
    tab.get_by_label("专题").last.select_option(label=TOPIC)
    tab.get_by_role("button", name="筛选").click()
    expect(tab.locator(".results")).to_contain_text("共 2 篇")
    tab.goto(lecture.url)
    expect(tab.locator("[data-speed]")).to_be_hidden()
    tab.locator("#find").fill("第2句")
    tab.get_by_role("button", name="查找").click()
    expect(tab.locator(".transcript li")).to_have_count(1)
    tab.locator(".transcript a").first.click()
    expect(tab.locator("video source")).to_have_attribute("src", f"{lecture.media.url}#t=1")


@pytest.mark.parametrize("options", [{}, NO_SCRIPT], ids=["script", "no script"])
def test_elder_mode_from_switch_to_the_next_article_and_back(
    visit: Visit, articles: list[NewsPage], lecture: VideoLecturePage, options: dict[str, Any]
) -> None:
    tab = visit(**options, **PHONE)
    tab.goto("/news/")
    tab.get_by_role("button", name="长者模式").click()
    tab.wait_for_url("**/news/")
    expect(tab.locator("html")).to_have_attribute("data-mode", "elder")
    tab.get_by_role("link", name="首页").click()
    tab.get_by_role("link", name="专题", exact=True).click()
    tab.get_by_role("link", name=TOPIC).first.click()
    tab.locator("main .row__link").first.click()
    assert title(tab) == SECOND
    small = text_size(tab)
    assert small >= 24
    for step in (28, 32, 36):
        tab.get_by_role("button", name="再大些").click()
        tab.wait_for_load_state()
        assert text_size(tab) == pytest.approx(step, abs=1)
    assert no_wider_than_the_window(tab)
    tab.get_by_role("button", name="变回小字").click()
    tab.get_by_role("link", name="下一篇").click()
    assert title(tab) == FIRST
    tab.get_by_role("link", name="大字打印").click()
    expect(tab.locator(".paper-head")).to_be_visible()
    tab.get_by_role("link", name="返回").click()
    tab.goto(lecture.url)
    tab.locator(".cue").first.click()
    tab.get_by_role("button", name="返回普通版").click()
    expect(tab.locator(".site-nav")).to_be_visible()


def text_size(tab: Page) -> float:
    found = tab.locator(".prose p").first.evaluate(
        "(p) => parseFloat(getComputedStyle(p).fontSize)"
    )
    return float(found)


def no_wider_than_the_window(tab: Page) -> bool:
    return bool(
        tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    )


# Links in running text are exempt (WCAG 2.5.8); everything else that one presses is not.
SMALL = """(least) => [...document.querySelectorAll('a, button, select, summary, input:not([type=hidden])')]
    .filter((element) => !element.closest('.prose, .skip-link, label, audio, video'))
    .map((element) => [element, (element.closest('label') || element).getBoundingClientRect()])
    .filter(([element, box]) => box.width && box.height && box.height < least - 0.5)
    .map(([element, box]) => `${element.className || element.tagName} ${Math.round(box.height)}`)"""
TINY = """(least) => [...document.querySelectorAll('body *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((element) => element.getClientRects().length && !element.closest('.visually-hidden, .skip-link'))
    .filter((element) => parseFloat(getComputedStyle(element).fontSize) < least)
    .map((element) => `${element.className || element.tagName} ${getComputedStyle(element).fontSize}`)"""
# Beside a page of each kind: what finds nothing, what asks who is there, what is on the device.
OTHERS = ["/display/", "/x/", "/news/?year=1990", "/search/?q=走访", "/_util/login/", "/offline/"]


@pytest.mark.parametrize(("cookie", "least", "text"), [("", 24, 14), ("mode:elder", 60, 22)])
def test_targets_are_as_large_as_a_thumb_and_words_as_they_are_said_to_be(
    visit: Visit,
    articles: list[NewsPage],
    lecture: VideoLecturePage,
    indexed: Callable[[], None],
    cookie: str,
    least: int,
    text: int,
) -> None:
    indexed()
    tab = visit(**PHONE)
    tab.goto("/health/live")
    if cookie:
        site = tab.url.removesuffix("/health/live")
        tab.context.add_cookies([{"name": "display", "value": cookie, "url": site}])
    small = {}
    pages = ["/", "/news/", "/lectures/", "/topics/", articles[0].url, lecture.url]
    for address in [*pages, *OTHERS]:
        tab.goto(address)
        if found := tab.evaluate(SMALL, least) + tab.evaluate(TINY, text):
            small[address] = found
        assert no_wider_than_the_window(tab), address
    assert not small
