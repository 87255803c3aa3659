"""更正: reviewed like any other content, and shown with date, words and who approved it."""

import datetime
from typing import Any

from django.urls import reverse

import pytest

from accounts import roles
from approvals.machine_checks import lacks_correction
from approvals.outcome import publish_in_emergency
from articles.models import Correction
from tests.factories.accounts import UserFactory
from tests.support.review import manuscript_of, pass_review

TEXT = "步道长 320 米，原文误作 230 米。"


@pytest.fixture
def corrected(published: Any, people: Any) -> Any:
    """A published page whose newest draft holds a correction."""
    page = published(slug="bu-dao").get_latest_revision_as_object()
    page.corrections = [Correction(date=datetime.date(2026, 11, 5), text=TEXT)]
    page.save_revision(user=people.writer)
    return page


def test_is_not_shown_before_it_is_reviewed(corrected: Any, client: Any) -> None:
    assert TEXT not in client.get(corrected.url).text


def test_names_who_approved_it(corrected: Any, people: Any, client: Any) -> None:
    pass_review(corrected, people.writer, people.reviewers)
    html = client.get(corrected.url).text
    assert "2026年11月5日" in html
    assert TEXT in html
    assert "审定：褚一、傅二、钟三" in html


def test_keeps_its_own_approvers_in_later_versions(
    corrected: Any, people: Any, client: Any
) -> None:
    pass_review(corrected, people.writer, people.reviewers)
    page = type(corrected).objects.get(pk=corrected.pk).get_latest_revision_as_object()
    page.corrections.add(Correction(date=datetime.date(2026, 11, 6), text="又一处。"))
    page.save_revision(user=people.writer)
    other = UserFactory(display_name="储另", roles=[roles.FIRST_REVIEWER])
    pass_review(page, people.writer, [other, people.second, people.final])
    html = client.get(page.url).text
    assert html.index("储另、傅二、钟三") < html.index("褚一、傅二、钟三")


def test_of_an_emergency_names_the_chief(corrected: Any, people: Any, client: Any) -> None:
    publish_in_emergency(corrected, people.chief, "数字有误，必须马上更正给读者。")
    assert "审定：宗主编" in client.get(corrected.url).text


MISSING = "这是已发布稿件的修改，没有写更正"


def test_a_change_without_a_correction_is_told_to_all(published: Any, people: Any) -> None:
    page = published()
    draft = page.get_latest_revision_as_object()
    assert not lacks_correction(draft)
    draft.title = "渡口修好了栏杆"
    draft.save_revision(user=people.writer)
    assert lacks_correction(draft)
    submit_url = reverse("approvals_submit", args=[page.pk])
    assert MISSING in people.client(people.editor).post(submit_url, follow=True).text
    assert manuscript_of(page).is_in_review
    review = reverse("approvals_review", args=[page.pk])
    assert MISSING in people.client(people.first).get(review).text


def test_a_correction_answers_it(corrected: Any, draft: Any) -> None:
    assert not lacks_correction(corrected)
    assert not lacks_correction(draft())
