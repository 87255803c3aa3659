"""Two people, or one in two tabs, at the same moment."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from wagtail.models import Page, Revision

import pytest

from accounts import roles
from approvals.exceptions import Refusal
from approvals.models import ManuscriptState
from approvals.record import faults
from approvals.services import submit
from core.publication import publish_and_expire
from tests.factories.accounts import UserFactory
from tests.support.review import approve, kinds, manuscript_of, send_back, ticket

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[], Any]) -> list[Exception | None]:
    """Start all together; what each raised, in order."""
    barrier = threading.Barrier(len(actions))
    results: list[Exception | None] = [None] * len(actions)

    def run(index: int, action: Callable[[], Any]) -> None:
        try:
            barrier.wait(10)
            action()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[index] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(index, action)) for index, action in enumerate(actions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def only_refusals(results: list[Exception | None]) -> int:
    """How many were refused; anything else that was raised fails the test."""
    strange = [result for result in results if result and not isinstance(result, Refusal)]
    assert strange == []
    return sum(result is not None for result in results)


@pytest.fixture
def at_last_stage(draft: Any, people: Any) -> Any:
    page = draft()
    submit(page, people.writer)
    approve(page, people.first)
    approve(page, people.second)
    return page


def sound(page: Any) -> None:
    """What every outcome has in common."""
    manuscript = manuscript_of(page)
    assert faults(manuscript) == []
    live = Page.objects.get(pk=page.pk).live
    assert live == (manuscript.state == ManuscriptState.PUBLISHED)
    state = page.workflow_states.order_by("-pk").first()
    if live:
        assert state.status == "approved"


def test_two_approvals_of_one_stage(draft: Any, people: Any) -> None:
    other = UserFactory(username="chu2", roles=[roles.FIRST_REVIEWER])
    page = draft()
    submit(page, people.writer)
    seen = ticket(page)
    results = at_once(
        lambda: approve(page, people.first, ticket=seen),
        lambda: approve(page, other, ticket=seen),
    )
    assert only_refusals(results) == 1
    assert kinds(page).count("approval") == 1
    assert manuscript_of(page).stage == "second"
    sound(page)


def test_approval_and_return_at_the_last_stage(at_last_stage: Any, people: Any) -> None:
    page = at_last_stage
    other = UserFactory(username="zhong2", roles=[roles.FINAL_REVIEWER])
    seen = ticket(page)
    results = at_once(
        lambda: approve(page, people.final, ticket=seen),
        lambda: send_back(page, other, ticket=seen),
    )
    assert only_refusals(results) == 1
    assert (kinds(page)[-1] == "publication") != (kinds(page)[-1] == "return")
    sound(page)


def test_one_reviewer_in_two_tabs(at_last_stage: Any, people: Any) -> None:
    page = at_last_stage
    seen = ticket(page)
    results = at_once(
        lambda: approve(page, people.final, ticket=seen),
        lambda: send_back(page, people.final, ticket=seen),
        lambda: approve(page, people.final, ticket=seen),
    )
    assert only_refusals(results) == 2
    sound(page)


def test_approval_and_edit(at_last_stage: Any, people: Any) -> None:
    page = at_last_stage
    seen = ticket(page)

    def edit() -> None:
        draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
        draft.title = "改题"
        draft.save_revision(user=people.writer)

    at_once(lambda: approve(page, people.final, ticket=seen), edit)
    assert Page.objects.get(pk=page.pk).title == "渡口修好了扶手"
    sound(page)


def test_approval_and_recall(at_last_stage: Any, people: Any) -> None:
    page = at_last_stage
    seen = ticket(page)
    state = page.current_workflow_state
    results = at_once(
        lambda: approve(page, people.final, ticket=seen),
        lambda: state.cancel(user=people.writer),
    )
    # Wagtail cancels without a transaction: at the very same moment both may go through, and then
    # the decision stands. Never is neither done, nor a recalled text published.
    assert only_refusals(results) <= 1
    decided, recalled = (result is None for result in results)
    assert decided or recalled
    assert Page.objects.get(pk=page.pk).live == decided
    sound(page)


def test_approval_and_a_date(at_last_stage: Any, people: Any) -> None:
    """Another text, planned past the interface meanwhile, was reviewed by nobody."""
    page = at_last_stage
    seen = ticket(page)

    def plan() -> None:
        planned = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
        planned.title = "改题"
        planned.go_live_at = timezone.now() + timedelta(days=3)
        planned.save_revision(user=people.chief).publish()

    approval, _planned = at_once(lambda: approve(page, people.final, ticket=seen), plan)
    assert approval is None
    sound(page)
    past = timezone.now() - timedelta(minutes=1)
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=past)
    publish_and_expire()
    assert not Page.objects.live().filter(title="改题").exists()
    sound(page)


def test_two_submissions(draft: Any, people: Any) -> None:
    page = draft()
    results = at_once(lambda: submit(page, people.writer), lambda: submit(page, people.editor))
    assert sum(result is None for result in results) == 1
    assert kinds(page).count("submission") == 1


def test_approval_and_a_role_taken_away(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    seen = ticket(page)
    results = at_once(
        lambda: approve(page, people.first, ticket=seen),
        lambda: people.first.groups.clear(),
    )
    only_refusals(results)
    assert kinds(page).count("approval") == (manuscript_of(page).stage == "second")
    sound(page)


def test_approval_and_publication_of_another_draft(at_last_stage: Any, people: Any) -> None:
    from approvals.outcome import publish_in_emergency

    page = at_last_stage
    seen = ticket(page)
    results = at_once(
        lambda: approve(page, people.final, ticket=seen),
        lambda: publish_in_emergency(page, people.chief, "汛情预警，必须马上让群众看到。"),
    )
    only_refusals(results)
    assert Page.objects.get(pk=page.pk).live
    assert faults(manuscript_of(page)) == []
