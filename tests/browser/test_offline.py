"""Saving, sharing and reading without network, in a real browser under the real policy."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.test import Client

from wagtail.models import PageViewRestriction

import pytest
from playwright.sync_api import Page, expect

from accounts import roles
from tests.factories.assets import ImageFactory, MediaFactory
from tests.factories.home import SiteTree
from tests.factories.learning import VideoLecturePageFactory
from tests.factories.news import NewsPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Page]
KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) {
            found.push(new URL(request.url).pathname);
        }
    }
    return found;
}"""


def ready(tab: Page) -> None:
    """The worker has taken over."""
    tab.wait_for_function("() => navigator.serviceWorker.controller !== null")


def keep(tab: Page, address: str) -> None:
    tab.goto(address)
    ready(tab)
    tab.get_by_role("button", name="存到手机").click()
    expect(tab.get_by_text("大小约")).to_contain_text("B，要存到手机吗？")
    tab.get_by_role("button", name="存下来").click()
    expect(tab.get_by_text("已经存到手机，没有网络也能看。")).to_be_visible()


def test_an_article_is_read_without_network_and_removed(visit: Visit, site_tree: SiteTree) -> None:
    page = NewsPageFactory(parent=site_tree.news, title="北渡口步道", cover=ImageFactory())
    other = NewsPageFactory(parent=site_tree.news)
    tab = visit()
    keep(tab, page.url)
    tab.context.set_offline(True)
    tab.goto(f"{page.url}?from=timeline")
    expect(tab.get_by_role("heading", level=1)).to_have_text("北渡口步道")
    expect(tab.get_by_text("这是存在手机上的版本")).to_be_visible()
    picture = tab.locator("main figure img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    tab.goto(other.url)
    expect(tab.get_by_role("heading", level=1)).to_have_text("存在手机上的内容")
    expect(tab.get_by_text("现在没有网络")).to_be_visible()
    expect(tab.get_by_role("link", name="北渡口步道")).to_have_attribute("href", page.url)
    tab.get_by_role("button", name="删除：北渡口步道").click()
    expect(tab.get_by_text("还没有存下什么")).to_be_visible()
    assert page.url not in tab.evaluate(KEPT)


def test_a_film_plays_without_network_from_any_second(visit: Visit, site_tree: SiteTree) -> None:
    page = VideoLecturePageFactory(parent=site_tree.lectures, media=MediaFactory())
    tab = visit()
    keep(tab, page.url)
    tab.context.set_offline(True)
    tab.goto(page.url)
    seek = """video => new Promise((done, failed) => {
        video.onseeked = () => done(video.currentTime);
        video.onerror = failed;
        video.onloadedmetadata = () => { video.currentTime = 1; };
        video.load();
    })"""
    assert tab.locator("video").evaluate(seek) == 1


def test_in_elder_mode_the_copy_and_the_offline_page_are_large_too(
    visit: Visit, site_tree: SiteTree
) -> None:
    page = NewsPageFactory(parent=site_tree.news, title="北渡口步道")
    tab = visit(viewport={"width": 360, "height": 740})
    tab.goto("/?mode=elder")
    ready(tab)
    tab.context.add_cookies(
        [{"name": "display", "value": "mode:elder.size:2", "url": tab.url.partition("?")[0]}]
    )
    keep(tab, page.url)
    tab.wait_for_function("async () => Boolean(await caches.match('/offline/?mode=elder'))")
    tab.context.set_offline(True)
    tab.goto(page.url)
    expect(tab.get_by_text("这是存在手机上的版本")).to_be_visible()
    expect(tab.locator("html[data-mode=elder][data-size='2']")).to_have_count(1)
    # What only the site could do isn't offered.
    expect(tab.get_by_role("button", name="再大些")).to_have_count(0)
    size = "(p) => parseFloat(getComputedStyle(p).fontSize)"
    assert tab.locator(".prose p").first.evaluate(size) >= 32
    tab.goto("/news/nowhere/")
    expect(tab.get_by_role("heading", level=1)).to_have_text("存在手机上的内容")
    expect(tab.locator("html[data-mode=elder]")).to_have_count(1)
    expect(tab.locator(".bar")).to_be_visible()
    tab.goto("/offline/")
    expect(tab.locator("html[data-mode=elder]")).to_have_count(1)
    tab.context.set_offline(False)
    tab.goto("/?mode=normal")
    tab.wait_for_function("async () => !(await caches.match('/offline/?mode=elder'))")


def test_what_was_closed_since_is_forgotten(visit: Visit, site_tree: SiteTree) -> None:
    page = NewsPageFactory(parent=site_tree.news, title="北渡口步道")
    tab = visit()
    keep(tab, page.url)
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    tab.goto("/offline/")
    expect(tab.get_by_text("还没有存下什么")).to_be_visible()
    assert page.url not in tab.evaluate(KEPT)


@pytest.mark.parametrize("fate", ["login", "password", "withdrawn"])
def test_who_meets_the_closed_door_loses_the_copy(
    visit: Visit, site_tree: SiteTree, fate: str
) -> None:
    page = NewsPageFactory(parent=site_tree.news, title="北渡口步道")
    tab = visit()
    keep(tab, page.url)
    if fate == "withdrawn":
        page.unpublish()
    else:
        PageViewRestriction.objects.create(page=page, restriction_type=fate, password="x")
    tab.goto(page.url)
    assert page.url not in tab.evaluate(KEPT)
    tab.context.set_offline(True)
    tab.goto(page.url)
    expect(tab.get_by_role("heading", level=1)).to_have_text("存在手机上的内容")


def test_nothing_private_is_kept_of_a_reader_who_is_logged_in(
    visit: Visit, site_tree: SiteTree, client_of: Callable[[str], Client]
) -> None:
    page = NewsPageFactory(parent=site_tree.news, title="内部学习安排")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    session = client_of(roles.EDITOR).cookies[settings.SESSION_COOKIE_NAME].value
    tab = visit()
    tab.goto("/")
    tab.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": tab.url}]
    )
    ready(tab)
    tab.goto(page.url)
    expect(tab.get_by_role("heading", level=1)).to_have_text("内部学习安排")
    expect(tab.get_by_role("button", name="存到手机")).to_have_count(0)
    assert page.url not in tab.evaluate(KEPT)
    # Also one that asks for it by hand gets nothing.
    asked = tab.evaluate(
        "address => import('/static/hongfan/js/offline/store.js').then(s => s.measure(address, ''))",
        page.url,
    )
    assert asked is None
    tab.context.set_offline(True)
    tab.goto(page.url)
    expect(tab.get_by_role("heading", level=1)).to_have_text("存在手机上的内容")


def test_old_versions_are_cleared_saved_pages_stay(visit: Visit, site_tree: SiteTree) -> None:
    tab = visit()
    # Of this site, and without the script that registers the worker.
    tab.goto("/robots.txt")
    for name in ("shell|older", "saved|/news/one/"):
        tab.evaluate("name => caches.open(name)", name)
    tab.goto("/")
    ready(tab)
    names = tab.evaluate("caches.keys()")
    assert "saved|/news/one/" in names
    assert "shell|older" not in names
    assert len(names) == 2


def test_the_policy_lets_data_be_and_nothing_is_refused(visit: Visit, site_tree: SiteTree) -> None:
    page = VideoLecturePageFactory(
        parent=site_tree.lectures, media=MediaFactory(), cover=ImageFactory()
    )
    tab = visit()
    told: list[str] = []
    tab.on(
        "console", lambda message: told.append(message.text) if message.type == "error" else None
    )
    for address in ("/", "/news/", page.url, f"{page.url}?mode=elder", "/offline/"):
        tab.goto(address)
        tab.wait_for_load_state("networkidle")
    assert tab.evaluate("fetch('/manifest.webmanifest').then(answer => answer.status)") == 200
    tab.goto(page.url)
    data: Any = tab.locator('script[type="application/ld+json"]').evaluate(
        "s => JSON.parse(s.text)"
    )
    assert data["@context"] == "https://schema.org"
    assert told == []


def test_the_address_is_copied_and_said(visit: Visit, site_tree: SiteTree) -> None:
    page = NewsPageFactory(parent=site_tree.news)
    tab = visit(permissions=["clipboard-read", "clipboard-write"])
    tab.goto(page.url)
    tab.get_by_role("button", name="复制网址").click()
    expect(tab.get_by_text("网址已经复制")).to_be_visible()
    assert tab.evaluate("navigator.clipboard.readText()") == page.full_url


def test_wechat_is_told_of_its_own_menu(visit: Visit, site_tree: SiteTree) -> None:
    page = NewsPageFactory(parent=site_tree.news)
    tab = visit(user_agent="Mozilla/5.0 (Linux; Android 12) MicroMessenger/8.0")
    tab.goto(page.url)
    expect(tab.get_by_text("在微信里：点右上角")).to_be_visible()


def test_the_code_opens_without_script(visit: Visit, site_tree: SiteTree) -> None:
    page = NewsPageFactory(parent=site_tree.news)
    tab = visit(java_script_enabled=False)
    tab.goto(page.url)
    tab.locator("summary", has_text="二维码").click()
    expect(tab.get_by_role("img", name="这个页面的二维码")).to_be_visible()
    expect(tab.get_by_text(page.full_url, exact=True)).to_be_visible()
    expect(tab.get_by_role("button", name="复制网址")).to_have_count(0)
