"""Reviews owed: what was published in an emergency is reviewed afterwards, and asked for."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from wagtail.models import Page

from approvals.exceptions import Refusal
from approvals.inbox import owed_reviews
from approvals.models import Entry, Manuscript, ManuscriptState
from approvals.services import submit


@dataclass(frozen=True)
class Debt:
    """``emergency`` is the entry with person and reason."""

    manuscript: Manuscript
    emergency: Entry

    @property
    def is_asked_for(self) -> bool:
        """It waits for reviewers, or for its authors."""
        return self.manuscript.state in (ManuscriptState.IN_REVIEW, ManuscriptState.RETURNED)


def debts() -> list[Debt]:
    """The oldest first, in two queries."""
    # With ``emergency``, the number of the entry.
    owed: list[Any] = list(owed_reviews().order_by("pk"))
    rows = Entry.objects.filter(manuscript__in=owed, sequence__in={row.emergency for row in owed})
    entries = {(row.manuscript_id, row.sequence): row for row in rows}
    return [Debt(row, entries[row.pk, row.emergency]) for row in owed]


def ask(page: Any, person: Any) -> None:
    """Send the page into the review that it owes. Raises ``Refusal`` where nobody can review it."""
    if not owed_reviews().filter(page_id=page.pk).exists():
        raise Refusal(_("这篇稿件没有欠审。"), page_id=page.pk)
    submit(page, person)


def ask_for_all() -> list[str]:
    """Ask for whatever nobody has been asked for, in the name of who published it. Why not, if not."""
    troubles = []
    for debt in debts():
        page = Page.objects.filter(pk=debt.manuscript.page_id).first()
        if debt.is_asked_for or page is None:
            continue
        people = get_user_model()._default_manager
        person = people.filter(pk=debt.emergency.person_id or 0, is_active=True).first()
        try:
            with transaction.atomic():
                ask(page, person)
        except Refusal as refusal:
            troubles.append(f"{debt.manuscript}: {refusal}")
    return troubles
