"""Random people do random things; whatever comes of it, the rule holds."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from wagtail.models import Page

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import roles
from approvals.exceptions import Refusal
from approvals.models import Entry, EntryKind, Manuscript
from approvals.outcome import publish_in_emergency
from approvals.record import faults
from approvals.services import submit
from approvals.verification import problems
from news.models import NewsPage
from tests.factories.accounts import UserFactory
from tests.factories.articles import body
from tests.support.review import approve, send_back

PEOPLE = 7
ACTIONS = [
    "edit",
    "submit",
    "approve",
    "approve",
    "approve",
    "send back",
    "recall",
    "publish",
    "save live",
    "unpublish",
    "revert",
    "emergency",
    "regroup",
    "copy live",
]
steps = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.integers(0, PEOPLE - 1), st.integers(0, 3)),
    min_size=8,
    max_size=30,
)


class World:
    """One page and seven people with changing roles, one of them a superuser."""

    def __init__(self, site_tree: Any) -> None:
        groups = [[role] for role in (*roles.REVIEWERS, *roles.REVIEWERS)]
        self.people = [UserFactory(roles=names) for names in groups]
        self.people[0].is_superuser = True
        self.people[0].save()
        self.people.append(UserFactory(roles=[roles.CHIEF_EDITOR, roles.FINAL_REVIEWER]))
        self.counter = 0
        self.page = NewsPage(title="随机", slug="sui-ji", body=body("起稿。"), live=False)
        site_tree.news.add_child(instance=self.page)
        self.page.save_revision(user=self.people[1])

    def do(self, action: str, who: int, what: int) -> None:
        self.counter += 1
        page = NewsPage.objects.get(pk=self.page.pk)
        getattr(self, action.replace(" ", "_"))(page, self.people[who], what)

    def edit(self, page: NewsPage, person: Any, what: int) -> None:
        draft = page.get_latest_revision_as_object()
        draft.title = f"第{self.counter}稿"
        draft.save_revision(user=person)

    def submit(self, page: NewsPage, person: Any, what: int) -> None:
        submit(page, person)

    def approve(self, page: NewsPage, person: Any, what: int) -> None:
        approve(page, person)

    def send_back(self, page: NewsPage, person: Any, what: int) -> None:
        send_back(page, person)

    def recall(self, page: NewsPage, person: Any, what: int) -> None:
        if page.current_workflow_state:
            page.current_workflow_state.cancel(user=person)

    def publish(self, page: NewsPage, person: Any, what: int) -> None:
        page.get_latest_revision().publish(user=person, skip_permission_checks=True)

    def save_live(self, page: NewsPage, person: Any, what: int) -> None:
        page.title, page.live = f"直接{self.counter}", True
        page.save()

    def unpublish(self, page: NewsPage, person: Any, what: int) -> None:
        page.unpublish(user=person)

    def revert(self, page: NewsPage, person: Any, what: int) -> None:
        revisions = list(page.revisions.order_by("pk"))
        old = revisions[what % len(revisions)]
        old.as_object().save_revision(user=person, previous_revision=old)

    def emergency(self, page: NewsPage, person: Any, what: int) -> None:
        publish_in_emergency(page, person, "随机试验里的紧急情况说明")

    def regroup(self, page: NewsPage, person: Any, what: int) -> None:
        person.groups.set(self.people[what].groups.all())

    def copy_live(self, page: NewsPage, person: Any, what: int) -> None:
        page.copy(update_attrs={"slug": f"copy-{self.counter}"}, user=person)


def reviewed_or_logged(page: Page) -> None:
    """Read from the record in the plainest way, apart from what the program itself uses."""
    manuscript = Manuscript.objects.get(page_id=page.pk)
    entries = list(Entry.objects.filter(manuscript=manuscript).order_by("sequence"))
    out = [entry for entry in entries if entry.kind == EntryKind.PUBLICATION][-1]
    assert out.digest == manuscript.live_digest
    before = [entry for entry in entries if entry.sequence < out.sequence]
    if any(e.kind == EntryKind.EMERGENCY and e.digest == out.digest for e in before):
        return
    approvals = [
        entry
        for entry in before
        if entry.kind == EntryKind.APPROVAL
        and entry.digest == out.digest
        and entry.round == out.round
    ]
    assert {entry.stage for entry in approvals} == {"first", "second", "final"}
    deciders = {entry.person_id for entry in approvals}
    assert len(deciders) == 3
    stage_of = {entry.person_id: entry.stage for entry in approvals}
    start = max(
        (
            entry.sequence
            for entry in before
            if entry.kind == EntryKind.PUBLICATION and entry.data["cover"] != "emergency"
        ),
        default=0,
    )
    authors = {
        entry.person_id
        for entry in before
        if entry.kind == EntryKind.CONTRIBUTION and entry.sequence > start
    }
    assert deciders.isdisjoint(authors)
    hurried = {e.person_id for e in before if e.kind == EntryKind.EMERGENCY and e.sequence > start}
    assert deciders.isdisjoint(hurried)
    for entry in before:
        if entry.kind in (EntryKind.APPROVAL, EntryKind.RETURN) and entry.sequence > start:
            assert stage_of.get(entry.person_id, entry.stage) == entry.stage


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sequence=steps)
def test_published_means_reviewed(site_tree: Any, sequence: list[tuple[str, int, int]]) -> None:
    sid = transaction.savepoint()
    try:
        world = World(site_tree)
        for action, who, what in sequence:
            try:
                with transaction.atomic():
                    world.do(action, who, what)
            except (Refusal, PermissionDenied, ValidationError):
                pass
            page = Page.objects.get(pk=world.page.pk)
            if page.live:
                reviewed_or_logged(page)
            assert Page.objects.live().filter(slug__startswith="copy-").count() == 0
        assert faults(Manuscript.objects.get(page_id=world.page.pk)) == []
        assert list(problems()) == []
    finally:
        transaction.savepoint_rollback(sid)
