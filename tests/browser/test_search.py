"""Searching as a reader does it, and as an editor does in the admin."""

import datetime
import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts import roles
from learning.models import VideoLecturePage
from tests.factories.articles import body
from tests.factories.assets import ImageFactory, MediaFactory
from tests.factories.home import SiteTree
from tests.factories.learning import VideoLecturePageFactory
from tests.factories.news import NewsPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Page]
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def lecture(site_tree: SiteTree) -> VideoLecturePage:
    lines = [{"start": n, "end": n + 1, "text": "开场的话。"} for n in range(2)]
    lines[1]["text"] = "这一句说的是引水渠。"
    return VideoLecturePageFactory(
        parent=site_tree.lectures, title="合作社的账本", media=MediaFactory(transcript=lines)
    )


@pytest.fixture
def library(site_tree: SiteTree, lecture: VideoLecturePage, indexed: Callable[[], None]) -> None:
    """A few pages to look for."""
    news = site_tree.news
    NewsPageFactory(
        parent=news,
        title="渡口的新步道",
        body=[
            (
                "paragraph",
                '<p data-block-key="aaa11">村里开了三次会。</p>'
                '<p data-block-key="bbb22">乡亲们在河岸种下油茶，三年后榨油。</p>',
            ),
            ("heading", {"text": "三年以后", "level": "2"}),
        ],
    )
    for title in ("党建引领基层治理", "党建工作要点", "重庆红岩精神学习会"):
        NewsPageFactory(parent=news, title=title, body=body(f"{title}的正文。"))
    indexed()


def look(tab: Page, name: str) -> None:
    """Keep a picture where somebody wants to see them (HONGFAN_SCREENSHOTS=folder)."""
    if folder := os.environ.get("HONGFAN_SCREENSHOTS"):
        tab.screenshot(path=f"{folder}/{name}.png", full_page=True)


def box(tab: Page) -> Any:
    return tab.get_by_label("搜索全站").first


def test_from_the_home_page_to_a_marked_paragraph(visit: Visit, library: None) -> None:
    tab = visit()
    tab.goto("/")
    expect(tab.get_by_role("search").first).to_be_visible()
    box(tab).fill("油茶")
    box(tab).press("Enter")
    expect(tab.get_by_role("heading", name="搜索", exact=True)).to_be_visible()
    look(tab, "results-desktop")
    expect(tab.locator(".hit mark").first).to_have_text("油茶")
    tab.get_by_role("link", name="乡亲们在河岸种下油茶").click()
    expect(tab).to_have_url(re.compile("#p-bbb22$"))
    expect(tab.locator("#p-bbb22")).to_be_in_viewport()
    assert is_tinted(tab, "#p-bbb22")
    heading = tab.locator("h2.block-heading").first
    identity = heading.get_attribute("id")
    assert not is_tinted(tab, f"#{identity}")
    tab.goto(f"{tab.url.partition('#')[0]}#{identity}")
    assert is_tinted(tab, f"#{identity}")


def is_tinted(tab: Page, selector: str) -> bool:
    """Whether the reader sees that this is what the address points to."""
    colour = tab.locator(selector).evaluate("element => getComputedStyle(element).backgroundColor")
    return str(colour) != "rgba(0, 0, 0, 0)"


def test_from_the_home_page_to_a_second_of_a_lecture(
    visit: Visit, library: None, lecture: VideoLecturePage
) -> None:
    tab = visit()
    tab.goto("/")
    box(tab).fill("引水渠")
    box(tab).press("Enter")
    tab.locator(".hit__moments a").first.click()
    expect(tab.locator("video source")).to_have_attribute("src", f"{lecture.media.url}#t=1")


def test_typing_pinyin_suggests(visit: Visit, library: None) -> None:
    tab = visit()
    tab.goto("/")
    box(tab).press_sequentially("chongqing", delay=20)
    option = tab.get_by_role("option", name="重庆红岩精神学习会")
    expect(option).to_be_visible()
    look(tab, "suggestions-desktop")
    option.click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("重庆红岩精神学习会")


def test_the_keyboard_alone_is_enough(visit: Visit, library: None) -> None:
    tab = visit()
    tab.goto("/")
    field = box(tab)
    for _press in range(8):
        tab.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    tab.keyboard.type("dj", delay=20)
    options = tab.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(tab.get_by_role("status").filter(has_text="条建议")).to_be_attached()

    tab.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute(
        "aria-activedescendant", options.first.get_attribute("id") or ""
    )
    tab.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "false")

    tab.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("dj")

    tab.keyboard.type("g", delay=20)
    expect(tab.get_by_role("option", name="党建工作要点")).to_be_visible()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("党建工作要点")


def test_enter_searches_for_what_was_typed(visit: Visit, library: None) -> None:
    tab = visit()
    tab.goto("/")
    box(tab).press_sequentially("党建", delay=20)
    expect(tab.get_by_role("option").first).to_be_visible()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/search/\?q="))
    expect(tab.locator(".hit").first).to_be_visible()


def test_no_result_then_a_better_question_then_the_result(visit: Visit, library: None) -> None:
    tab = visit()
    tab.goto("/search/?q=党健")
    look(tab, "nothing-desktop")
    tab.get_by_role("link", name="党建", exact=True).first.click()
    expect(tab.get_by_role("link", name="党建引领基层治理", exact=True)).to_be_visible()


def test_everything_works_without_javascript(visit: Visit, library: None) -> None:
    tab = visit(java_script_enabled=False)
    tab.goto("/")
    box(tab).fill("油茶")
    tab.get_by_role("button", name="搜索").first.click()
    tab.locator(".hit__title a").first.click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("渡口")


def test_on_a_phone_nothing_is_wider_than_the_screen(visit: Visit, library: None) -> None:
    tab = visit(**PHONE)
    tab.goto("/")
    box(tab).press_sequentially("dang", delay=20)
    expect(tab.get_by_role("option").first).to_be_visible()
    look(tab, "suggestions-phone")
    for address, name in (
        ("/search/?q=党建", "results-phone"),
        ("/search/?q=引水渠", "moments-phone"),
        ("/search/?q=鑫淼焱", "nothing-phone"),
    ):
        tab.goto(address)
        look(tab, name)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_explorer_and_the_image_chooser_find_two_characters(
    visit: Visit, library: None, user_of: Any, site_tree: SiteTree, indexed: Callable[[], None]
) -> None:
    ImageFactory(title="渡口油茶林")
    ImageFactory(title="会议室")
    indexed()
    user = user_of(roles.CHIEF_EDITOR)
    user.set_password("search-words-2026")
    user.save()
    tab = visit()
    tab.goto("/admin/login/")
    tab.locator("input[name=username]").fill(user.username)
    tab.locator("input[name=password]").fill("search-words-2026")
    tab.locator("button[type=submit]").click()
    expect(tab).to_have_url(re.compile("/admin/$"))
    tab.goto(f"/admin/pages/{site_tree.news.pk}/?q=步道")
    expect(tab.get_by_role("link", name="渡口的新步道").first).to_be_visible()
    expect(tab.get_by_role("link", name="党建工作要点")).to_have_count(0)
    tab.goto("/admin/images/?q=油茶")
    expect(tab.get_by_text("渡口油茶林").first).to_be_visible()
    expect(tab.get_by_text("会议室")).to_have_count(0)


@pytest.mark.parametrize("mode", ["", "elder"])
def test_the_first_result_stands_on_the_first_screen_of_a_phone(
    site_tree: SiteTree, indexed: Callable[[], None], visit: Visit, mode: str
) -> None:
    """The filters, which are long, wait in a fold above the list."""
    for year in (2024, 2025, 2026):
        NewsPageFactory(
            parent=site_tree.news,
            title=f"渡口的新步道第{year}段",
            date=datetime.date(year, 3, 1),
            body=body("步道沿河。" * (year - 2020)),
        )
    indexed()
    page = visit(**PHONE)
    page.goto("/search/?q=步道")
    if mode:
        page.get_by_role("button", name="长者模式").click()
    title = page.locator(".hit__title").first
    title.wait_for()
    box = title.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < PHONE["viewport"]["height"]
    choice = page.get_by_role("link", name=re.compile("^2024"))
    expect(choice).to_be_hidden()
    page.get_by_text("筛选", exact=True).click()
    choice.click()
    expect(page.get_by_role("link", name=re.compile("去掉筛选：2024"))).to_be_visible()
    expect(page.locator(".hit")).to_have_count(1)
