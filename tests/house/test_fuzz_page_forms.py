"""The forms of pages, sent by somebody who is logged in and does not use our editor."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client
from django.urls import reverse

import pytest

from accounts import roles
from news.models import NewsPage
from tests.factories.articles import body_form, words
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory
from tests.support.page_forms import AUTOSAVE, SUBMIT, add_url, edit_url, page_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reviewers")]
HUGE = "9" * 30


def block(kind: str, value: str | None = None, **more: str) -> dict[str, str]:
    """A body of one block; ``more`` are fields below its value."""
    form = {f"body-0-{name}": "" for name in ("deleted", "id")}
    form |= {"body-count": "1", "body-0-type": kind, "body-0-order": "0"}
    if value is not None:
        form["body-0-value"] = value
    return form | {f"body-0-value-{name.replace('__', '-')}": text for name, text in more.items()}


def text(**values: Any) -> str:
    """A rich text as the editor sends it, spoilt with ``values``."""
    part = {"key": "a", "text": "abc", "type": "unstyled", "depth": 0}
    part |= {"inlineStyleRanges": [], "entityRanges": [], **values}
    return json.dumps({"blocks": [part], "entityMap": {}})


BROKEN: dict[str, dict[str, str]] = {
    "count of letters": {"body-count": "abc"},
    "count without end": {"body-count": "999999999"},
    "count below nothing": {"body-count": "-5"},
    "count empty": {"body-count": ""},
    "count of 5000 figures": {"body-count": "9" * 5_000},
    "order of letters": block("paragraph", text()) | {"body-0-order": "x"},
    "block of no type": block("nothing", "x"),
    "block of 9999 id": block("paragraph", text()) | {"body-0-id": "x" * 9_999},
    "text cut off": block("paragraph", "{"),
    "text a list": block("paragraph", "[]"),
    "text a number": block("paragraph", "1"),
    "text empty": block("paragraph", ""),
    "text missing": block("paragraph"),
    "text of nested lists": block("paragraph", "[" * 100_000),
    "text without blocks": block("paragraph", '{"blocks": 5}'),
    "text of numbers": block("paragraph", text(text=1)),
    "text of no kind": block("paragraph", text(type="no-such")),
    "text ten million levels deep": block(
        "paragraph", text(type="unordered-list-item", depth=10**7)
    ),
    "text with an entity that is missing": block(
        "paragraph", text(entityRanges=[{"key": 7, "offset": 0, "length": 2}])
    ),
    "text with a style out of range": block(
        "paragraph", text(inlineStyleRanges=[{"offset": -5, "length": 10**9, "style": "BOLD"}])
    ),
    "table a dictionary": block("table", "{}"),
    "table without columns": block("table", None, caption=""),
    "table without end": block(
        "table", None, **{"caption": "", "column-count": "0", "row-count": "999999999"}
    ),
    "picture of letters": block("picture", None, image="abc"),
    "picture huge": block("picture", None, image=HUGE, caption=""),
    "gallery of letters": block("gallery", None, **{"pictures-count": "x"}),
    "gallery without end": block("gallery", None, **{"pictures-count": "999999999"}),
    "document huge": block("document", None, document=HUGE),
    "embed of no host": block("embed", None, url="http://[::1"),
    "related page huge": block(
        "related_pages",
        None,
        **{"pages-count": "1", "pages-0-value": HUGE, "pages-0-deleted": "", "pages-0-order": "0"},
    ),
    **{f"cover {value[:5]!a}": {"cover": value} for value in ("abc", HUGE, "-1", "\x00")},
    **{f"branch {value[:5]}": {"branch": value} for value in ("abc", HUGE)},
    **{f"topics {value[:5]!a}": {"topics": value} for value in ('"', "{", "[1,{}]", HUGE, "a\x00")},
    "date of the year 1": {"go_live_at": "0001-01-01 00:00"},
    "date of no calendar": {"date": "99999-99-99"},
    "title with NUL": {"title": "a\x00b"},
    "address of no host": {"original_url": "http://[::1"},
    "revision of letters": {"overwrite_revision_id": "abc"},
    "revision huge": {"overwrite_revision_id": HUGE},
    "correction of nothing": {"corrections-TOTAL_FORMS": "1", "corrections-INITIAL_FORMS": "1"},
    "correction huge": {
        "corrections-TOTAL_FORMS": "1",
        "corrections-INITIAL_FORMS": "1",
        "corrections-0-id": HUGE,
    },
    "corrections without end": {
        "corrections-TOTAL_FORMS": "999999",
        "corrections-INITIAL_FORMS": "999999",
    },
    "remark of nothing": {"comments-TOTAL_FORMS": "1", "comments-0-contentpath": "x"},
    "no workflow action": {"action-workflow-action": "1"},
    **{
        f"{prefix} {name} {value[:5]}": {f"{prefix}-{name}": value}
        for prefix in ("comments", "corrections")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        for value in ("", "abc", "-1", HUGE)
    },
}


def forms() -> Iterator[tuple[str, dict[str, Any]]]:
    whole = page_form(**body_form(words(20)))
    for name, fields in BROKEN.items():
        yield name, {**whole, **fields}
    for left_out in whole:
        yield f"without {left_out}", {name: whole[name] for name in whole if name != left_out}
    yield "nothing", {}


@pytest.fixture
def client(client_of: Callable[[str], Client]) -> Client:
    client = client_of(roles.CONTRIBUTOR)
    client.raise_request_exception = False
    return client


def faults(client: Client, url: str) -> list[str]:
    answers = ((name, client.post(url, form, **AUTOSAVE)) for name, form in forms())
    return [
        f"{name}: {answer.status_code}" for name, answer in answers if answer.status_code >= 500
    ]


def test_new_pages(client: Client, site_tree: SiteTree) -> None:
    assert not faults(client, add_url(NewsPage, site_tree.news))


def test_pages_that_exist(
    client: Client, client_of: Any, user_of: Any, site_tree: SiteTree
) -> None:
    owner = user_of(roles.CONTRIBUTOR)
    page = NewsPageFactory(parent=site_tree.news, live=False, owner=owner)
    page.save_revision(user=owner)
    assert not faults(client, edit_url(page))
    # What could not be read has changed nothing.
    page.refresh_from_db()
    assert page.latest_revision.as_object().body


def test_the_answer_says_so_and_keeps_the_draft(client: Client, site_tree: SiteTree) -> None:
    url = add_url(NewsPage, site_tree.news)
    answer = client.post(url, page_form(**BROKEN["text cut off"], **SUBMIT))
    assert answer.status_code == 400
    assert "没有保存" in answer.content.decode()
    answer = client.post(url, page_form(**BROKEN["text cut off"]), **AUTOSAVE)
    assert (answer.status_code, answer.json()["success"]) == (400, False)
    assert not NewsPage.objects.exists()


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("wagtailmedia:chooser", "collection_id=abc"),
        ("wagtailmedia:chooser", f"collection_id={HUGE}"),
        ("wagtailmedia:index", "collection_id=abc"),
        ("wagtailmedia:index", "p=abc"),
        ("wagtailimages_chooser:choose", "collection_id=abc"),
        ("wagtailimages:index", "collection_id=abc&p=x"),
        ("wagtaildocs_chooser:choose", "collection_id=abc"),
        ("wagtailadmin_choose_page", "target_pages[]=abc"),
        ("wagtailadmin_choose_page", "target_pages[]=all"),
        ("wagtailadmin_choose_page", "page_type=x"),
        ("wagtailadmin_choose_page", "page_type=x.y"),
        ("wagtailadmin_pages:search", "content_type=x"),
        ("wagtailadmin_pages:search", "ordering=x&p=abc"),
        ("wagtailadmin_reports:site_history", "object_type=abc&user=x&timestamp_from=x"),
        ("approvals_inbox", "p=abc&stage=x&q=%FF"),
        ("approvals_records", "p=abc&stage=x&from=abc"),
        ("approvals_calendar", "month=abc"),
    ],
)
def test_queries(client_of: Callable[[str], Client], name: str, query: str) -> None:
    client = client_of(roles.CHIEF_EDITOR)
    client.raise_request_exception = False
    assert client.get(f"{reverse(name)}?{query}").status_code < 500


@pytest.mark.parametrize("action", ["publish", "unpublish", "move", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_bulk_actions_below_a_page_that_is_gone(
    client_of: Callable[[str], Client], action: str, method: str
) -> None:
    client = client_of(roles.CHIEF_EDITOR)
    client.raise_request_exception = False
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    answer = getattr(client, method)(f"{address}?id=all&childOf=999999")
    assert answer.status_code == 400


@pytest.mark.parametrize("view", ["approve", "return", "claim", "comment", "answer", "submit"])
def test_decisions(client_of: Callable[[str], Client], site_tree: SiteTree, view: str) -> None:
    client = client_of(roles.FIRST_REVIEWER)
    client.raise_request_exception = False
    client_of(roles.CONTRIBUTOR).post(add_url(NewsPage, site_tree.news), page_form(**SUBMIT))
    url = f"/admin/review/{NewsPage.objects.get().pk}/{view}/"
    for form in ({}, {"next": ""}, {"next": "//evil.example/", "tick": HUGE, "comment": HUGE}):
        assert client.post(url, form).status_code < 500
