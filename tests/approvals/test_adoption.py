"""A site from before the record comes under the rule without losing what readers see."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from wagtail.models import PageViewRestriction, Revision, WorkflowState

import pytest

from accounts import roles
from approvals.adoption import adopt_what_was_live
from approvals.models import Content, Entry, Manuscript, UsedAsset, Witness
from approvals.services import submit
from approvals.verification import problems
from tests.factories.accounts import UserFactory
from tests.support.review import approve, kinds, pass_review, refused


def forget_the_record() -> None:
    """As before the migration that brings it."""
    for model in (UsedAsset, Witness, Entry, Content, Manuscript):
        rows = model.objects.all()
        rows._raw_delete(rows.db)


@pytest.fixture
def before(draft: Any, published: Any, people: Any) -> dict[str, Any]:
    live = published(slug="live")
    edited = published(slug="edited").get_latest_revision_as_object()
    edited.title = "改过的题目"
    edited.save_revision(user=people.first)
    waiting = draft(slug="waiting")
    submit(waiting, people.writer)
    scheduled = draft(slug="scheduled", go_live_at=timezone.now() + timedelta(days=3))
    pass_review(scheduled, people.writer, people.reviewers)
    PageViewRestriction.objects.create(page=live, restriction_type="login")
    forget_the_record()
    return {"live": live, "edited": edited, "waiting": waiting, "scheduled": scheduled}


def test_what_is_live_stays_and_stands_in_the_record(before: Any, site_tree: Any) -> None:
    call_command("setup_site", verbosity=0)
    assert kinds(before["live"]) == ["founding", "publication"]
    assert list(problems()) == []
    page = type(before["live"]).objects.get(pk=before["live"].pk)
    page.save()
    assert page.live


def test_what_was_under_way_starts_anew(before: Any, people: Any) -> None:
    adopted = adopt_what_was_live()
    assert (adopted.reviews, adopted.schedules) == (1, 1)
    assert not WorkflowState.objects.filter(status="in_progress").exists()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    waiting = type(before["waiting"]).objects.get(pk=before["waiting"].pk)
    pass_review(waiting, people.writer, people.reviewers)
    waiting.refresh_from_db()
    assert waiting.live


def test_who_changed_the_draft_does_not_review_it(before: Any, people: Any) -> None:
    adopt_what_was_live()
    page = type(before["edited"]).objects.get(pk=before["edited"].pk)
    UserFactory(display_name="储另", roles=[roles.FIRST_REVIEWER])
    submit(page, people.writer)
    with refused("不能审自己的稿件"):
        approve(page, people.first)


def test_made_live_past_us_later_it_is_not_adopted(before: Any, draft: Any) -> None:
    adopt_what_was_live()
    page = draft()
    type(page).objects.filter(pk=page.pk).update(live=True)
    assert not adopt_what_was_live()
    assert any(f"page {page.pk}" in line for line in problems())
