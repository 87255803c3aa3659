"""From a contributor's first word to a reader's screen, in the Chinese admin."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from accounts import roles
from news.models import NewsPage
from tests.factories.accounts import PASSWORD, BranchFactory
from tests.factories.news import BranchPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory
from tests.support.uploads import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "北渡口修好了河边步道"
ALT = "新修的步道沿着河岸伸向村口"
OPENING = "支部把议事会搬到河岸，请7户人家看图纸。"
OPENING_LENGTH = 18
MORE = "三天后，5G基站也通了。"
MORE_LENGTH = 9


@pytest.fixture
def place(site_tree):
    """A topic and a branch, each with its own page."""
    topic = TopicFactory(name="河长制")
    branch = BranchFactory(name="北渡口村党支部")
    return {
        "home": site_tree.home,
        "section": site_tree.news,
        "topic": TopicPageFactory(parent=site_tree.topics, title="河长制", topic=topic),
        "branch": BranchPageFactory(parent=site_tree.branches, branch=branch),
    }


@pytest.fixture
def admin(visit: Callable[..., Page], user_of, place, reviewers) -> Callable[[str], Page]:
    """``admin(role)`` is that person's tab after logging in through the form."""

    def log_in(role: str) -> Page:
        tab = visit()
        tab.goto("/admin/")
        tab.get_by_label("用户名").fill(user_of(role).username)
        tab.get_by_label("密码").fill(PASSWORD)
        tab.get_by_role("button", name="登录").click()
        expect(tab.locator(".hongfan-me__roles")).to_have_text(role)
        return tab

    return log_in


class Editor:
    """The page editor as its user knows it."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.body = tab.locator("[data-contentpath='body']").first
        self.words = tab.locator("[data-meter-words]")

    def add_block(self, name: str) -> None:
        self.body.locator(".c-sf-add-button").last.click()
        self.tab.get_by_role("option", name=name, exact=True).click()

    def type(self, text: str) -> None:
        self.body.get_by_role("textbox").locator("visible=true").last.press_sequentially(text)

    def upload_picture(self, alt: str) -> None:
        self.body.locator("[data-chooser-action-choose]").last.click()
        dialog = self.tab.locator(".modal.in")
        dialog.get_by_role("tab", name="上传").click()
        file = picture("he-an.jpg")
        dialog.locator("input[type=file]").set_input_files(
            {"name": "he-an.jpg", "mimeType": "image/jpeg", "buffer": file.read()}
        )
        upload = dialog.get_by_role("button", name="上传")
        upload.click()
        # Without words for those who can't see it the picture is not taken.
        words = dialog.get_by_label("替代文字")
        expect(words).to_have_attribute("aria-invalid", "true")
        words.fill(alt)
        upload.click()
        expect(dialog).to_be_hidden()
        expect(self.body.locator(".chooser .chosen img")).to_be_visible()

    def choose_topic(self, initials: str, name: str) -> None:
        field = self.tab.locator("[data-contentpath='topics']")
        field.locator(".tagit-new input").press_sequentially(initials)
        self.tab.locator(".ui-menu-item", has_text=name).click()
        expect(field.locator(".tagit-label")).to_have_text(name)

    def save(self) -> None:
        self.tab.get_by_role("button", name="保存草稿").click()
        self.said()

    def submit(self) -> None:
        self.tab.locator("footer [data-w-dropdown-target='toggle']").click()
        # The message of what was saved before is still there.
        with self.tab.expect_navigation():
            self.tab.get_by_role("button", name="提交审稿").click()
        self.said()

    def said(self) -> None:
        expect(self.tab.locator(".messages .success")).to_be_visible()


def draft(tab: Page) -> Editor:
    tab.get_by_role("link", name="＋ 新闻").click()
    editor = Editor(tab)
    tab.get_by_role("textbox", name="标题").fill(TITLE)
    tab.get_by_role("textbox", name="导语").fill("三月开工，五月通行。")
    editor.add_block("正文")
    editor.type(OPENING)
    expect(editor.words).to_have_text(str(OPENING_LENGTH))
    return editor


def waiting(tab: Page):
    """The manuscript among those that wait for this reviewer, on the first page."""
    tab.goto("/admin/")
    return tab.locator("#review-inbox-section, #panel-review-inbox").locator(
        ".review-list__item", has_text=TITLE
    )


def open_review(tab: Page) -> None:
    waiting(tab).get_by_role("link", name=TITLE).click()
    expect(tab.get_by_role("heading", name="读者将看到的页面")).to_be_visible()


def approve(tab: Page) -> None:
    """Two taps: all boxes, 通过."""
    open_review(tab)
    tab.get_by_label("以上各项都已逐一核对").check()
    with tab.expect_navigation():
        tab.get_by_role("button", name="通过", exact=True).click()
    expect(tab.locator(".messages .success")).to_be_visible()


def test_from_the_first_word_to_the_reader(admin, visit, place):
    tab = admin(roles.CONTRIBUTOR)
    editor = draft(tab)
    editor.type(MORE)
    expect(editor.words).to_have_text(str(OPENING_LENGTH + MORE_LENGTH))
    editor.add_block("图片")
    editor.upload_picture(ALT)
    editor.choose_topic("hzz", "河长制")
    tab.get_by_label("党组织").select_option(label="北渡口村党支部")
    editor.save()
    expect(editor.words).to_have_text(str(OPENING_LENGTH + MORE_LENGTH))
    reader = visit()
    reader.goto(place["section"].url)
    expect(reader.get_by_role("link", name=TITLE)).to_have_count(0)
    editor.submit()

    for role in roles.REVIEWERS:
        tab = admin(role)
        approve(tab)
        expect(waiting(tab)).to_have_count(0)

    for page in (place["home"], place["section"], place["topic"], place["branch"]):
        reader.goto(page.url)
        expect(reader.get_by_role("main").get_by_role("link", name=TITLE).first).to_be_visible()
    reader.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(re.compile("北渡口"))
    main = reader.get_by_role("main")
    expect(main).to_contain_text("请7户人家看图纸")
    expect(main.get_by_role("img", name=ALT).first).to_be_visible()
    expect(main.get_by_role("link", name="河长制").first).to_be_visible()


def test_saving_waits_for_the_copy_that_is_on_its_way(admin, place):
    """Else the copy and the button would each make a page."""
    tab = admin(roles.CONTRIBUTOR)
    held = []

    def hold(route: Route) -> None:
        is_copy = "json" in route.request.headers.get("accept", "")
        if route.request.method == "POST" and is_copy and not held:
            # Stored; the browser does not know it yet.
            held.append((route, route.fetch()))
        else:
            route.continue_()

    tab.route(re.compile(r"/admin/pages/(add/|\d+/edit/)"), hold)
    editor = draft(tab)
    # What is typed in the first two seconds counts as what the form began with.
    for number in range(40):
        if held:
            break
        tab.get_by_role("textbox", name="标题").fill(f"{TITLE}{number}")
        tab.wait_for_timeout(1000)
    tab.get_by_role("textbox", name="标题").fill(TITLE)
    with tab.expect_navigation():
        tab.get_by_role("button", name="保存草稿").click()
        expect(tab.get_by_role("button", name="保存草稿")).to_have_attribute("aria-busy", "true")
        [[first, answer]] = held
        first.fulfill(response=answer)
    editor.said()
    assert NewsPage.objects.filter(title=TITLE).count() == 1


def test_no_copy_follows_the_button(admin, place):
    """Sent while the form is on its way, it would make a second page."""
    tab = admin(roles.CONTRIBUTOR)
    forms, copies = [], []

    def hold(route: Route) -> None:
        is_copy = "json" in route.request.headers.get("accept", "")
        if route.request.method == "POST" and not is_copy:
            forms.append(route)
            return
        if route.request.method == "POST":
            copies.append(route)
        route.continue_()

    tab.route(re.compile(r"/admin/pages/(add/|\d+/edit/)"), hold)
    tab.get_by_role("link", name="＋ 新闻").click()
    # What is typed in the first two seconds counts as what the form began with.
    tab.wait_for_timeout(3000)
    with tab.expect_navigation():
        tab.get_by_role("textbox", name="标题").fill(TITLE)
        tab.get_by_role("button", name="保存草稿").click(no_wait_after=True)
        # Longer than Wagtail waits before it sends a copy.
        tab.wait_for_timeout(3000)
        [form] = forms
        form.continue_()
    Editor(tab).said()
    assert not copies
    assert NewsPage.objects.filter(title=TITLE).count() == 1


def test_without_network_what_was_typed_stays(admin, place):
    tab = admin(roles.CONTRIBUTOR)
    draft(tab)
    tab.context.set_offline(True)
    tab.get_by_role("button", name="保存草稿").click()
    expect(tab.locator(".messages")).to_contain_text("没有网络，还没有保存")
    expect(tab.get_by_role("textbox", name="标题")).to_have_value(TITLE)
    tab.context.set_offline(False)
    with tab.expect_navigation():
        tab.get_by_role("button", name="保存草稿").click()
    Editor(tab).said()
    assert NewsPage.objects.filter(title=TITLE).count() == 1


def test_a_returned_manuscript_comes_back_better(admin, place):
    writer = admin(roles.CONTRIBUTOR)
    editor = draft(writer)
    editor.submit()

    reviewer = admin(roles.FIRST_REVIEWER)
    open_review(reviewer)
    reviewer.get_by_role("button", name="退回", exact=True).click()
    expect(reviewer.get_by_role("alert")).to_contain_text("请写明退回的理由")
    reviewer.get_by_label("意见（退回时必填）").fill("请写明七户是哪几户。")
    reviewer.get_by_role("button", name="退回", exact=True).click()
    expect(reviewer.locator(".messages .success")).to_be_visible()
    expect(waiting(reviewer)).to_have_count(0)

    writer.goto("/admin/")
    writer.locator("#review-own-section, #panel-review-own").get_by_role("link", name=TITLE).click()
    expect(writer.locator("body")).to_contain_text("请写明七户是哪几户。")
    writer.get_by_role("link", name="打开编辑器").click()
    expect(writer.locator(".messages")).to_contain_text("退回：请写明七户是哪几户。")
    editor = Editor(writer)
    editor.type("是村口的七户。")
    expect(editor.words).to_have_text(str(OPENING_LENGTH + 6))
    writer.locator("footer [data-w-dropdown-target='toggle']").click()
    writer.locator("button[name='action-submit']").first.click()
    editor.said()
    expect(waiting(reviewer).get_by_role("link", name=TITLE)).to_be_visible()
