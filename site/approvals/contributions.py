"""Who changed what a page says.

Wagtail's revisions don't tell: one is overwritten as long as a person types, a comment makes one,
a copy keeps the copier's name. Here the content decides: whoever saves it differently from before
is an author, once for each stretch between two events of the review.
"""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page, Revision

from approvals.digest import content_of
from approvals.models.entry import Entry, EntryKind
from approvals.models.manuscript import Manuscript
from approvals.people import acting_person, authors, name_of
from approvals.readings import digest_as
from approvals.record import append, describe
from approvals.standing import forget_approval, resting_state


def open_manuscript(page: Page) -> Manuscript:
    """The page's manuscript, locked. A new one starts with whoever saved the page so far."""
    manuscript = Manuscript.objects.lock(page)
    if not manuscript.length:
        _begin(manuscript, page)
    return manuscript


def note_revision(page: Page, revision: Revision, reverted_to: Revision | None) -> None:
    """A draft was saved. The caller holds the manuscript's lock."""
    manuscript = open_manuscript(page)
    digest = digest_as(content_of(page), manuscript.draft_digest)
    if digest != manuscript.draft_digest:
        kind = "edit" if reverted_to is None else "revert"
        contribute(manuscript, acting_person(revision.user), kind, revision.pk)
        if reverted_to is not None:
            _take_over(manuscript, reverted_to)
        manuscript.draft_digest = digest
        if manuscript.approved_digest not in ("", digest):
            # It was taken off the schedule and changed: no longer what was approved.
            forget_approval(manuscript)
            manuscript.state = resting_state(manuscript)
    describe(manuscript, page)
    manuscript.save()


def contribute(manuscript: Manuscript, person: Any, how: str, revision: int | None = None) -> None:
    """Write ``person`` (None: nobody known) down as an author, unless that has just been done."""
    _write(manuscript, person.pk if person is not None else None, name_of(person), how, revision)


def carry_over(source: Manuscript, manuscript: Manuscript, how: str) -> None:
    """The authors of ``source`` wrote what this manuscript now says."""
    written = Entry.objects.filter(manuscript=source, kind=EntryKind.CONTRIBUTION)
    _inherit(manuscript, written.values_list("person_id", "person_name"), how)


def _begin(manuscript: Manuscript, page: Page) -> None:
    """Revisions from before this record, or copied with the page."""
    describe(manuscript, page)
    revisions = page.revisions.order_by("created_at", "pk").values_list(
        "user_id", "pk", "user__display_name", "user__username"
    )
    seen: dict[int | None, tuple[int, str]] = {}
    for user_id, pk, display_name, username in revisions:
        seen.setdefault(user_id, (pk, display_name or username or ""))
    for user_id, (pk, name) in seen.items():
        _write(manuscript, user_id, name, "before", pk)
    manuscript.save()


def _take_over(manuscript: Manuscript, revision: Revision) -> None:
    """An old text is taken up again: whoever had written it by then is its author again."""
    written = Entry.objects.filter(
        manuscript=manuscript, kind=EntryKind.CONTRIBUTION, at__lte=revision.created_at
    )
    _inherit(manuscript, written.values_list("person_id", "person_name"), "revert")
    if revision.user_id:
        _write(manuscript, revision.user_id, name_of(revision.user), "revert", revision.pk)


def _inherit(manuscript: Manuscript, people: Iterable[tuple[int | None, str]], how: str) -> None:
    for person_id, name in dict(people).items():
        if person_id not in authors(manuscript):
            _write(manuscript, person_id, name, how, None)
    manuscript.save()


def _write(
    manuscript: Manuscript,
    person_id: int | None,
    name: str,
    how: str,
    revision: int | None,
) -> None:
    entries = Entry.objects.filter(manuscript=manuscript)
    event = entries.exclude(kind=EntryKind.CONTRIBUTION).order_by("-sequence").first()
    since = entries.filter(kind=EntryKind.CONTRIBUTION, sequence__gt=event.sequence if event else 0)
    if since.filter(person_id=person_id).exists():
        return
    append(
        manuscript,
        EntryKind.CONTRIBUTION,
        Named(person_id, name),
        revision=revision,
        data={"how": how},
    )


class Named:
    """A person of whom only key and name are known any more."""

    def __init__(self, pk: int | None, name: str) -> None:
        self.pk = pk
        self.name = name

    def __str__(self) -> str:
        return self.name
