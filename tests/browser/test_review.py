"""The review in the Chinese admin: a return, a correction after publication, every short cut shut."""

from collections.abc import Callable
from typing import Any

from wagtail.models import PageViewRestriction

import pytest
from playwright.sync_api import Page, expect

from accounts import roles
from approvals.services import submit
from news.models import NewsIndexPage, NewsPage
from tests.factories.accounts import PASSWORD
from tests.factories.articles import body, words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "北渡口修好了河边步道"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def publishing_rule() -> None:
    """In force, as on the site."""


@pytest.fixture
def admin(visit: Callable[..., Page], user_of: Any, reviewers: Any) -> Callable[..., Page]:
    def log_in(role: str, **options: Any) -> Page:
        tab = visit(**options)
        tab.goto("/admin/")
        tab.get_by_label("用户名").fill(user_of(role).username)
        tab.get_by_label("密码").fill(PASSWORD)
        tab.get_by_role("button", name="登录").click()
        expect(tab.get_by_role("main")).to_be_visible()
        return tab

    return log_in


@pytest.fixture
def page(site_tree: Any, user_of: Any, reviewers: Any) -> NewsPage:
    writer = user_of(roles.CONTRIBUTOR)
    page = NewsPage(title=TITLE, slug="bu-dao", body=body(words(60)), owner=writer, live=False)
    site_tree.news.add_child(instance=page)
    page.save_revision(user=writer)
    return page


def open_review(tab: Page, page: NewsPage) -> None:
    tab.goto("/admin/")
    tab.get_by_role("link", name=TITLE).first.click()
    expect(tab.get_by_role("heading", name="读者将看到的页面")).to_be_visible()


def approve(tab: Page, page: NewsPage) -> None:
    open_review(tab, page)
    tab.get_by_label("以上各项都已逐一核对").check()
    tab.get_by_role("button", name="通过", exact=True).click()
    expect(tab.locator(".messages .success")).to_be_visible()


def test_return_publication_and_correction(
    admin: Any, page: NewsPage, user_of: Any, visit: Any
) -> None:
    submit(page, user_of(roles.CONTRIBUTOR))
    tabs = {role: admin(role, viewport=PHONE) for role in roles.REVIEWERS}
    first = tabs[roles.FIRST_REVIEWER]
    expect(first.get_by_role("button", name="认领")).to_be_visible()
    first.get_by_role("button", name="认领").click()
    expect(first.locator(".messages .success")).to_contain_text("您已认领")
    # A phone's width is enough: nothing sticks out sideways.
    assert first.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    first.get_by_label("意见（退回时必填）").fill("请写明是哪一段步道。")
    first.get_by_role("button", name="退回", exact=True).click()
    expect(first.locator(".messages .success")).to_contain_text("已退回作者")

    writer = admin(roles.CONTRIBUTOR)
    open_review(writer, page)
    expect(writer.get_by_text("请写明是哪一段步道。").first).to_be_visible()
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.summary = "北渡口到老码头一段。"
    draft.save_revision(user=user_of(roles.CONTRIBUTOR))
    writer.get_by_role("button", name="再次送审").click()
    expect(writer.locator(".messages .success")).to_contain_text("已送审")
    open_review(first, page)
    expect(first.locator(".review-changes ins").first).to_have_text("北渡口到老码头一段。")
    for role in roles.REVIEWERS:
        approve(tabs[role], page)
    reader = visit()
    reader.goto("/news/bu-dao/")
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)

    # A correction is content like any other, and is reviewed as such.
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.corrections.create(text="步道长 320 米，原文误作 230 米。")
    draft.save_revision(user=user_of(roles.EDITOR))
    reader.reload()
    expect(reader.get_by_text("原文误作 230 米")).to_have_count(0)
    submit(draft, user_of(roles.EDITOR))
    for role in roles.REVIEWERS:
        approve(tabs[role], page)
    reader.reload()
    expect(reader.get_by_text("原文误作 230 米")).to_be_visible()
    expect(reader.locator(".article__note--correction")).to_contain_text("审定：")


class Taps:
    """A reviewer's thumb; counts. Text is typed without counting."""

    def __init__(self, tab: Page) -> None:
        self.tab, self.count = tab, 0

    def tap(self, control: Any) -> None:
        control.tap()
        self.count += 1

    def start(self) -> None:
        self.tab.goto("/admin/")
        self.count = 0


def test_at_most_three_taps_on_a_phone(
    admin: Any, page: NewsPage, user_of: Any, site_tree: Any
) -> None:
    writer = user_of(roles.CONTRIBUTOR)
    for number in range(3):
        other = NewsPage(title=f"第{number}篇", slug=f"p{number}", body=body("正文。"), live=False)
        site_tree.news.add_child(instance=other)
        other.save_revision(user=writer)
        submit(other, writer)
    tab = admin(roles.FIRST_REVIEWER, viewport=PHONE, has_touch=True)
    thumb = Taps(tab)
    screen = tab.get_by_role("heading", name="读者将看到的页面")
    done = tab.locator(".messages .success")

    thumb.start()
    thumb.tap(tab.get_by_role("button", name="认领").first)
    expect(done).to_contain_text("您已认领《第0篇》")
    assert thumb.count == 1

    thumb.start()
    thumb.tap(tab.get_by_role("link", name="第0篇"))
    expect(screen).to_be_visible()
    # A phone begins with the phone's layout, and the other one is there.
    frame = tab.locator(".review-preview")
    assert frame.evaluate("frame => frame.clientWidth") <= PHONE["width"]
    thumb.tap(tab.get_by_label("以上各项都已逐一核对"))
    thumb.tap(tab.get_by_role("button", name="通过", exact=True))
    # The next one opens by itself; passing over it is one tap.
    expect(done).to_contain_text("《第0篇》已通过")
    assert thumb.count == 3
    expect(tab.get_by_role("heading", level=1)).to_contain_text("第1篇")
    tab.get_by_label("电脑").check()
    assert frame.evaluate("frame => frame.clientWidth") > PHONE["width"]
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    thumb.count = 0
    thumb.tap(tab.get_by_role("link", name="下一篇"))
    expect(tab.get_by_role("heading", level=1)).to_contain_text("第2篇")
    assert thumb.count == 1

    thumb.start()
    thumb.tap(tab.get_by_role("link", name="第1篇"))
    expect(screen).to_be_visible()
    thumb.tap(tab.get_by_label("意见（退回时必填）"))
    tab.keyboard.type("请写明地点。")
    thumb.tap(tab.get_by_role("button", name="退回", exact=True))
    expect(done).to_contain_text("《第1篇》已退回作者")
    assert thumb.count == 3


def test_by_keyboard_alone(admin: Any, page: NewsPage, user_of: Any) -> None:
    submit(page, user_of(roles.CONTRIBUTOR))
    tab = admin(roles.FIRST_REVIEWER)
    press_until(tab, "a", TITLE)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="决定")).to_be_visible()
    press_until(tab, "button", "认领")
    tab.keyboard.press("Enter")
    expect(tab.locator(".messages .success")).to_contain_text("您已认领")
    press_until(tab, "textarea", "")
    tab.keyboard.type("请写明是哪一段。")
    press_until(tab, "button", "退回")
    tab.keyboard.press("Enter")
    expect(tab.locator(".messages .success")).to_contain_text("已退回作者")

    submit(NewsPage.objects.get(pk=page.pk), user_of(roles.CONTRIBUTOR))
    open_review(tab, page)
    press_until(tab, "input[type=checkbox]:not([name])", "")
    tab.keyboard.press("Space")
    press_until(tab, "button", "通过")
    tab.keyboard.press("Enter")
    expect(tab.locator(".messages .success")).to_contain_text("已通过")


def press_until(tab: Page, tag: str, text: str) -> None:
    """Tab forward to the control."""
    for _step in range(80):
        tab.keyboard.press("Tab")
        found = tab.evaluate(
            "([tag, text]) => document.activeElement.matches(tag)"
            " && document.activeElement.textContent.trim().startsWith(text)",
            [tag, text],
        )
        if found:
            return
    raise AssertionError(f"{text} is not reached by the keyboard")


def test_short_cuts_are_refused_with_a_sentence(
    admin: Any, page: NewsPage, user_of: Any, site_tree: Any, reviewers: Any
) -> None:
    chief = admin(roles.CHIEF_EDITOR)
    # No button publishes.
    chief.goto(f"/admin/pages/{page.pk}/edit/")
    expect(chief.locator("button[name='action-publish']")).to_have_count(0)
    # Nor does a request made up by hand.
    chief.evaluate(
        """() => {
          const form = document.querySelector('form[data-edit-form]')
          const input = document.createElement('input')
          input.name = 'action-publish'
          input.value = '1'
          form.append(input)
          form.noValidate = true
          form.submit()
        }"""
    )
    expect(chief.locator(".messages")).to_contain_text("没有发布")
    # Nor bulk publication.
    chief.goto(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/")
    expect(chief.get_by_role("main")).to_contain_text("权限")

    submit(NewsPage.objects.get(pk=page.pk), user_of(roles.CONTRIBUTOR))
    # The text under review is locked, for the chief editor too.
    chief.goto(f"/admin/pages/{page.pk}/edit/")
    expect(chief.locator("body")).to_contain_text("锁定")
    # Moving it is refused.
    other = site_tree.news.get_parent().add_child(
        instance=NewsIndexPage(title="另一栏", slug="ling-yi-lan", live=False)
    )
    chief.goto(f"/admin/pages/{page.pk}/move/{other.pk}/confirm/")
    chief.get_by_role("main").get_by_role("button").last.click()
    expect(chief.locator(".messages")).to_contain_text("正在审稿或等待发布，不能移动")
    # Somebody of another stage is told so.
    second = admin(roles.SECOND_REVIEWER)
    second.goto(f"/admin/review/{page.pk}/")
    expect(second.get_by_role("main")).to_contain_text("您不在“初审”组里")
    # The first reviewer, made second reviewer as well, does not decide twice.
    reviewers[0].groups.add(reviewers[1].groups.get())
    first = admin(roles.FIRST_REVIEWER)
    approve(first, page)
    first.goto(f"/admin/review/{page.pk}/")
    expect(first.get_by_role("main")).to_contain_text("一人只能审一级")
    # An approval without the check list is refused, and the opinion stays.
    second.reload()
    second.get_by_label("意见（退回时必填）").fill("写好的意见")
    second.get_by_role("button", name="通过", exact=True).click()
    expect(second.get_by_role("alert")).to_contain_text("三校清单还没有勾完")
    expect(second.get_by_label("意见（退回时必填）")).to_have_value("写好的意见")
    # The address of an emergency is the chief's alone.
    first.goto(f"/admin/review/{page.pk}/emergency/")
    expect(first.locator(".messages")).to_contain_text("只有总编可以紧急发布")
    assert not NewsPage.objects.get(pk=page.pk).live
    assert not PageViewRestriction.objects.exists()
