"""The record: append-only, chained, complete without the pages and accounts it is about."""

from typing import Any

from django.core.management import call_command
from django.db import connection

from wagtail.models import PageViewRestriction

import pytest

from approvals.models import Content, Entry
from approvals.record import faults
from approvals.services import submit
from approvals.verification import problems
from tests.support.review import approve, kinds, manuscript_of, refused, send_back

FIXED = "审稿记录只能增加"


def test_entries_are_never_changed(published: Any) -> None:
    manuscript = manuscript_of(published())
    entry = manuscript.entries.first()
    entry.text = "改了"
    with refused(FIXED):
        entry.save()
    with refused(FIXED):
        entry.delete()
    with refused(FIXED):
        Entry.objects.all().update(text="改了")
    with refused(FIXED):
        Entry.objects.all().delete()
    with refused(FIXED):
        manuscript.entries.all().delete()
    with refused(FIXED):
        Content.objects.first().delete()


SABOTAGE = {
    "text": "UPDATE approvals_entry SET text = 'x' WHERE sequence = 3",
    "person": "UPDATE approvals_entry SET person_name = 'x' WHERE sequence = 3",
    "time": "UPDATE approvals_entry SET at = '2020-01-01 00:00:00+00' WHERE sequence = 3",
    "check list": "UPDATE approvals_entry SET data = '{}' WHERE sequence = 3",
    "in the middle": "DELETE FROM approvals_entry WHERE sequence = 3",
    "at the end": "DELETE FROM approvals_entry WHERE sequence = 6",
    "at the end, set back": """
        DELETE FROM approvals_entry WHERE sequence = 6;
        UPDATE approvals_manuscript SET length = 5,
            head = (SELECT hash FROM approvals_entry WHERE sequence = 5)""",
    "content away": """
        DELETE FROM approvals_usedasset; DELETE FROM approvals_content""",
    "number": "UPDATE approvals_manuscript SET number = 'X-1'",
    "title": "UPDATE approvals_manuscript SET title = 'x'",
    "state": "UPDATE approvals_manuscript SET state = 'draft'",
    "round": "UPDATE approvals_manuscript SET round = 4",
    "stage": "UPDATE approvals_manuscript SET stage = 'final'",
    "under review": "UPDATE approvals_manuscript SET state = 'in_review'",
    "address": "UPDATE wagtailcore_page SET url_path = '/x/' WHERE slug = '{slug}'",
    "witnesses": "DELETE FROM approvals_witness",
    "content": """UPDATE approvals_content SET data = '{"title": "x"}'""",
}


@pytest.mark.parametrize("statement", SABOTAGE.values(), ids=SABOTAGE.keys())
def test_changes_in_the_database_are_found(published: Any, statement: str) -> None:
    page = published()
    assert list(problems()) == []
    _execute(statement.replace("{slug}", page.slug))
    assert list(problems())


def _execute(statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements.split(";"):
            cursor.execute(statement)


def test_a_manuscript_that_vanishes_whole_is_missed(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    send_back(page, people.first)
    assert list(problems()) == []
    mine = f"(SELECT id FROM approvals_manuscript WHERE page_id = {page.pk})"
    _execute(f"DELETE FROM approvals_entry WHERE manuscript_id IN {mine}")
    _execute(f"DELETE FROM approvals_manuscript WHERE page_id = {page.pk}")
    assert len(list(problems())) == 3


@pytest.mark.parametrize("column", ["state = 'approved'", "stage = 'final'", "round = 0"])
def test_a_review_under_way_set_by_hand_is_found(draft: Any, people: Any, column: str) -> None:
    page = draft()
    submit(page, people.writer)
    assert list(problems()) == []
    _execute(f"UPDATE approvals_manuscript SET {column}")
    assert list(problems())


def test_a_restriction_put_on_later_and_deleted_is_found(published: Any, people: Any) -> None:
    page = published()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert list(problems()) == []
    _execute(f"DELETE FROM wagtailcore_pageviewrestriction WHERE id = {restriction.pk}")
    (line,) = problems()
    assert "open to more people" in line


def test_complete_after_purge_deletion_and_goodbye(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    approve(page, people.first)
    send_back(page, people.second, text="年份不对")
    submit(page, people.writer)
    for person in people.reviewers:
        approve(page, person)
    page = type(page).objects.get(pk=page.pk)
    before = kinds(page)
    call_command("purge_revisions", pages=True, verbosity=0)
    assert kinds(page) == before
    page.delete()
    for person in [people.writer, *people.reviewers]:
        person.delete()
    assert kinds(page) == [*before, "deletion"]
    manuscript = manuscript_of(page)
    assert faults(manuscript) == []
    assert manuscript.title == "渡口修好了扶手"
    submitted = manuscript.entries.filter(kind="submission").last()
    assert Content.objects.get(pk=submitted.digest).data["title"] == "渡口修好了扶手"


def test_a_revision_that_is_under_review_survives_a_purge(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    call_command("purge_revisions", pages=True, verbosity=0)
    for person in people.reviewers:
        approve(page, person)
    page.refresh_from_db()
    assert page.live


def test_who_was_entitled_and_what_was_ticked(published: Any) -> None:
    manuscript = manuscript_of(published())
    entry = manuscript.entries.filter(kind="approval").first()
    assert entry.data["entitled"] == ["褚一"]
    assert "事实、数字、日期与出处核对无误" in entry.data["checklist"]
