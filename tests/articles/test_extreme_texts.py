"""Texts that strain an editor: saved through the admin's own form, read on the site."""

import json
import time
from collections.abc import Callable
from typing import Any

from django.test import Client

from wagtail.models import Page

import pytest

from accounts import roles
from news.models import NewsPage
from tests.factories.articles import SourceFactory, body_form, words
from tests.factories.home import SiteTree
from tests.support.page_forms import PUBLISH, add_url, edit_url, page_form

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@pytest.fixture
def editor(client_of: Callable[[str], Client]) -> Client:
    return client_of(roles.CHIEF_EDITOR)


def published(editor: Client, site_tree: SiteTree, **values: Any) -> NewsPage:
    """Made and published by the forms that people use."""
    values.setdefault("source", str(SourceFactory().pk))
    form = page_form(**{**body_form("正文"), **PUBLISH, **values})
    response = editor.post(add_url(NewsPage, site_tree.news), form)
    assert response.status_code == 302, response.context["form"].errors
    return NewsPage.objects.get(live=True)


def read(page: Page) -> str:
    response = Client().get(page.url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "title",
    [
        "长" * 200,
        "字" * 255,
        "🚩 红旗 👨\u200d👩\u200d👧 一家",
        "零\u200b宽\ufeff字\u2060符",
        "第２０２４期５Ｇ智慧党校",
        "反\u202e向的标题",
        "<script>alert(1)</script>",
        "\"引号\"与'撇号'&amp;",
        "Très ÉTÉ naïve 𠮷野家",
        "{{ 7 }}{% url %}",
    ],
    ids=lambda title: title[:8].encode("unicode_escape").decode(),
)
def test_titles(editor: Client, site_tree: SiteTree, title: str) -> None:
    page = published(editor, site_tree, title=title)
    assert page.slug and page.slug.isascii()
    html = read(page)
    assert "<script>alert(1)" not in html
    assert editor.get(edit_url(page)).status_code == 200
    # The lists that name it.
    assert Client().get("/").status_code == 200
    assert Client().get(site_tree.news.url).status_code == 200


def test_a_title_that_is_too_long_is_refused_with_the_limit(
    editor: Client, site_tree: SiteTree
) -> None:
    response = editor.post(
        add_url(NewsPage, site_tree.news), page_form(**body_form("正文"), title="长" * 256)
    )
    assert response.status_code == 200
    assert "255" in str(response.context["form"].errors["title"])
    # Nothing typed is lost.
    assert "长" * 256 in response.content.decode()


def test_a_body_of_a_megabyte(editor: Client, site_tree: SiteTree) -> None:
    paragraph = words(1_000)
    count = MEGABYTE // len(paragraph.encode()) + 1
    page = published(editor, site_tree, **body_form(*[paragraph] * count))
    assert page.word_count == 1_000 * count
    assert read(page).count(paragraph) == count
    assert editor.get(edit_url(page)).status_code == 200


def test_one_paragraph_of_a_megabyte(editor: Client, site_tree: SiteTree) -> None:
    started = time.monotonic()
    page = published(editor, site_tree, **body_form(words(MEGABYTE // 3)))
    html = read(page)
    assert len(html.encode()) > MEGABYTE - 10
    # Not a limit of speed, but of what grows with the square of the length.
    assert time.monotonic() - started < 60


def content_state(entity: dict[str, Any] | None, text: str = "前文图片后文") -> str:
    """What the editor posts for a paragraph with one entity in it."""
    block = {
        "key": "abcde",
        "text": text,
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [{"offset": 0, "length": 2, "style": "BOLD"}],
        "entityRanges": [{"key": 0, "offset": 2, "length": 2}] if entity else [],
    }
    return json.dumps({"blocks": [block], "entityMap": {"0": entity} if entity else {}})


@pytest.mark.parametrize(
    "entity",
    [
        # What is left of a picture pasted from Word.
        {"type": "IMAGE", "mutability": "IMMUTABLE", "data": {"src": "data:image/png;base64,AA"}},
        {"type": "IMAGE", "mutability": "IMMUTABLE", "data": {"src": "file:///C:/image001.png"}},
        {"type": "EMBED", "mutability": "IMMUTABLE", "data": {"url": "https://evil.example/"}},
        {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}},
        {"type": "LINK", "mutability": "MUTABLE", "data": {"id": 10**30}},
        {"type": "DOCUMENT", "mutability": "MUTABLE", "data": {"id": 999999}},
    ],
    ids=lambda entity: f"{entity['type']} {next(iter(entity['data'].values()))}"[:24],
)
def test_what_a_paste_leaves(editor: Client, site_tree: SiteTree, entity: dict[str, Any]) -> None:
    page = published(editor, site_tree, **{"body-0-value": content_state(entity)})
    html = read(page)
    assert "前文" in html and "后文" in html
    for trace in ("data:image/png", "file:///", "evil.example", "javascript:"):
        assert trace not in html
    assert editor.get(edit_url(page)).status_code == 200
