"""What may be kept as a draft but not sent to review, and what is taken out of every line."""

from collections.abc import Callable

from django.test import Client

import pytest

from accounts import roles
from news.models import BranchPage, NewsPage
from tests.factories.articles import body_form
from tests.factories.home import SiteTree
from tests.support.page_forms import SUBMIT, add_url, edit_url, page_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reviewers")]


@pytest.fixture
def writer(client_of: Callable[[str], Client]) -> Client:
    return client_of(roles.CONTRIBUTOR)


def test_an_empty_article_is_kept_but_not_submitted(writer: Client, site_tree: SiteTree) -> None:
    url = add_url(NewsPage, site_tree.news)
    empty = page_form(**{"body-count": "0"})
    assert writer.post(url, empty).status_code == 302
    page = NewsPage.objects.get()
    for form in (empty, page_form(**body_form("  ——  "))):
        assert "正文还是空的。" in writer.post(edit_url(page), form | SUBMIT).content.decode()
        assert page.current_workflow_state is None
    assert writer.post(edit_url(page), page_form(**SUBMIT)).status_code == 302


def test_a_showcase_says_who_and_where(writer: Client, site_tree: SiteTree) -> None:
    url = add_url(BranchPage, site_tree.branches)
    form = page_form(**{"body-count": "0", "secretary": "王小河", "contact": ""}, **SUBMIT)
    assert writer.post(url, form).status_code == 302


@pytest.mark.parametrize("title", ["！？……——", "🚩🚩", "· · ·"])
def test_a_title_without_words_is_a_draft(writer: Client, site_tree: SiteTree, title: str) -> None:
    url = add_url(NewsPage, site_tree.news)
    assert "没有能读出来的字" in writer.post(url, page_form(title=title, **SUBMIT)).content.decode()
    assert writer.post(url, page_form(title=title)).status_code == 302
    page = NewsPage.objects.get()
    assert page.title == title and page.slug.isascii()


@pytest.mark.parametrize("title", ["\u200b\ufeff", "\u202e\u2066", "\x07\x1b", "\u2060 \u00ad"])
def test_a_title_of_what_nobody_sees_is_refused(
    writer: Client, site_tree: SiteTree, title: str
) -> None:
    answer = writer.post(add_url(NewsPage, site_tree.news), page_form(title=title, author="王"))
    assert "title" in answer.context["form"].errors
    assert answer.context["form"]["author"].value() == "王"
    assert not NewsPage.objects.exists()


def test_hidden_characters_are_taken_out(writer: Client, site_tree: SiteTree) -> None:
    form = page_form(
        title="反\u202e向\u200b的\u2067标\x07题\nＡ 👨\u200d👩\u200d👧",
        summary="第一\u202e行\n第\u200b二行",
        author="王\u061c小\ufeff河",
        seo_title="\u202e标题",
    )
    assert writer.post(add_url(NewsPage, site_tree.news), form).status_code == 302
    page = NewsPage.objects.get()
    assert page.title == "反向的标题 Ａ 👨\u200d👩\u200d👧"
    assert page.summary.splitlines() == ["第一行", "第二行"]
    assert (page.author, page.seo_title) == ("王小河", "标题")


@pytest.mark.parametrize("value", ["0001-01-01 00:00", "9999-12-31 23:59"])
def test_moments_no_calendar_knows(writer: Client, site_tree: SiteTree, value: str) -> None:
    answer = writer.post(add_url(NewsPage, site_tree.news), page_form(expire_at=value))
    assert "年份要在 1900 到 2999 之间" in answer.content.decode()
