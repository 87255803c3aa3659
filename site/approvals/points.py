"""What a return asked for, point by point, and what the author has answered."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wagtail.models import Page

from approvals.exceptions import Refusal
from approvals.models.entry import Entry, EntryKind
from approvals.models.manuscript import Manuscript, ManuscriptState
from approvals.record import append

# While it is being mended, and for those who look whether it was.
OPEN = (ManuscriptState.RETURNED, ManuscriptState.IN_REVIEW)


@dataclass
class Point:
    """One line of the reason."""

    number: int
    text: str
    answers: list[Entry] = field(default_factory=list)


@dataclass
class Asked:
    """The latest return and its points."""

    entry: Entry
    points: list[Point]


def asked(manuscript: Manuscript, entries: Iterable[Entry]) -> Asked | None:
    """``entries`` are the manuscript's, in order; none where nothing was returned lately."""
    if manuscript.state not in OPEN:
        return None
    found: Asked | None = None
    for entry in entries:
        if entry.kind == EntryKind.RETURN:
            found = Asked(entry, _points(entry))
        elif entry.kind == EntryKind.PUBLICATION:
            found = None
        elif entry.kind == EntryKind.ANSWER and found and "point" in entry.data:
            found.points[entry.data["point"]].answers.append(entry)
    return found


def _points(entry: Entry) -> list[Point]:
    lines = [line.strip() for line in entry.text.splitlines() if line.strip()]
    return [Point(number, line) for number, line in enumerate(lines)]


@transaction.atomic
def answer(page: Page, person: Any, number: str, text: str) -> None:
    """Answer a line of the reason; ``number`` is the form's. Raises ``Refusal``."""
    manuscript = Manuscript.objects.lock(page)
    latest = asked(manuscript, manuscript.entries.order_by("sequence"))
    points = {str(point.number): point for point in latest.points} if latest else {}
    if number not in points or not text.strip():
        raise Refusal(_("请写下答复。"), page_id=page.pk)
    point = points[number]
    append(
        manuscript,
        EntryKind.ANSWER,
        person,
        text=text.strip(),
        data={"to": point.text, "place": "", "point": point.number},
    )
    manuscript.save()
