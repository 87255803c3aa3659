"""What counts as a change of content and what does not."""

import datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wagtail.models import Comment

import pytest

from approvals.digest import assets_asked_once, content_of, digest_of, page_digest
from articles.models import Correction
from news.models import NewsPage
from tests.factories.articles import SourceFactory, body_form, words
from tests.factories.assets import ImageFactory
from tests.factories.topics import TopicFactory
from tests.support.page_forms import edit_url, page_form
from tests.support.review import manuscript_of

RICH = '<p>见<a href="https://example.org/a">原文</a>。</p>'


@pytest.fixture
def page(draft: Any) -> Any:
    page = draft(body=[("paragraph", RICH), ("heading", {"text": "小标题", "level": "2"})])
    page.topics.set([TopicFactory()])
    page.save_revision()
    return page


def stored(page: Any) -> Any:
    return NewsPage.objects.get(pk=page.pk)


def test_the_same_in_memory_revision_and_database(page: Any) -> None:
    revision = page.get_latest_revision()
    page.save()
    assert page_digest(page) == page_digest(revision.as_object()) == page_digest(stored(page))


def test_saving_again_changes_nothing(page: Any, people: Any) -> None:
    before = page_digest(page)
    again = page.get_latest_revision_as_object()
    again.save_revision(user=people.editor)
    assert page_digest(page.get_latest_revision_as_object()) == before


def test_a_comment_changes_nothing(page: Any, people: Any) -> None:
    before = page_digest(page)
    page.wagtail_admin_comments.add(
        Comment(page=page, user=people.first, text="?", contentpath="title", position="")
    )
    page.save_revision(user=people.first)
    assert page_digest(page) == before


def test_keys_of_blocks_and_paragraphs_change_nothing(page: Any) -> None:
    before = page_digest(page)
    page.body = [
        ("paragraph", RICH.replace("<p>", '<p data-block-key="x1">')),
        ("heading", {"text": "小标题", "level": "2"}),
    ]
    assert page_digest(page) == before


def test_the_order_of_keys_changes_nothing(page: Any) -> None:
    content = content_of(page)
    assert digest_of(dict(reversed(content.items()))) == digest_of(content)


def test_place_owner_lock_and_times_change_nothing(page: Any, people: Any) -> None:
    before = page_digest(page)
    page.owner = people.chief
    page.locked = True
    page.live = True
    page.last_published_at = timezone.now()
    assert page_digest(page) == before


CHANGES = {
    "title": lambda page: setattr(page, "title", "别的题"),
    "address": lambda page: setattr(page, "slug", "bie-de"),
    "expiry": lambda page: setattr(page, "expire_at", timezone.now()),
    "publication date": lambda page: setattr(page, "go_live_at", timezone.now()),
    "menu": lambda page: setattr(page, "show_in_menus", True),
    "day": lambda page: setattr(page, "date", datetime.date(2020, 1, 1)),
    "author": lambda page: setattr(page, "author", "别人"),
    "link target": lambda page: setattr(
        page,
        "body",
        [("paragraph", RICH.replace("/a", "/b")), ("heading", {"text": "小标题", "level": "2"})],
    ),
    "order of blocks": lambda page: setattr(
        page, "body", [("heading", {"text": "小标题", "level": "2"}), ("paragraph", RICH)]
    ),
    "topic": lambda page: page.topics.add(TopicFactory()),
    "correction": lambda page: page.corrections.add(Correction(text="更正")),
    "cover": lambda page: setattr(page, "cover", ImageFactory()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_changes(page: Any, change: Any) -> None:
    before = page_digest(page)
    change(page)
    assert page_digest(page) != before


def test_another_alternative_text_is_another_content(page: Any) -> None:
    image = ImageFactory()
    page.cover = image
    before = page_digest(page)
    image.description = "别的"
    image.save()
    assert page_digest(page) != before


def test_the_editors_first_save_changes_nothing(draft: Any, people: Any) -> None:
    """The form brings its own keys and formats; an unchanged text stays what it was."""
    page = draft(title="北渡口修好了步道", slug="bu-dao", date=datetime.date(2026, 3, 5))
    before = manuscript_of(page).draft_digest
    data = page_form(**body_form(words(60)), slug="bu-dao")
    people.client(people.editor).post(edit_url(page), data)
    assert page.revisions.count() == 2
    assert manuscript_of(page).draft_digest == before


def test_shared_entries_are_asked_for_once_while_many_pages_are_written(draft: Any) -> None:
    source = SourceFactory()
    pages = [draft(source=source) for _ in range(3)]
    apart = [content_of(page) for page in pages]
    with CaptureQueriesContext(connection) as captured, assets_asked_once():
        assert [content_of(page) for page in pages] == apart
    asked = [query["sql"] for query in captured if "articles_source" in query["sql"]]
    assert len(asked) == 1
