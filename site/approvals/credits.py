"""Who approved what readers see, from the record."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, OuterRef, Subquery, When

from wagtail.models import Page

from approvals.models.entry import COVERS, Entry, EntryKind
from approvals.models.kept import Content


def correction_approvers(page: Page) -> dict[tuple[str, str], list[str]]:
    """Names by (date, text) of each published correction, in the order of the stages.

    Of an emergency, the one who answered for it. One query, whatever the number. A correction
    that is not public yet is missing.
    """
    kinds = (EntryKind.PUBLICATION, EntryKind.APPROVAL, *COVERS)
    shown = Content.objects.filter(digest=OuterRef("digest")).values("data__corrections")[:1]
    entries: list[Any] = list(
        Entry.objects.filter(manuscript__page_id=page.alias_of_id or page.pk, kind__in=kinds)
        .annotate(shown=Case(When(kind=EntryKind.PUBLICATION, then=Subquery(shown))))
        .order_by("sequence")
        .only("kind", "digest", "person_name", "round")
    )
    found: dict[tuple[str, str], list[str]] = {}
    for position, entry in enumerate(entries):
        if entry.kind != EntryKind.PUBLICATION:
            continue
        names = _answering(entries[:position], entry.digest)
        for row in entry.shown or ():
            # The one under which it first appeared; later versions carry it along.
            found.setdefault((row["date"], row["text"]), names)
    return found


def name_approvers(page: Page, corrections: Iterable[Any]) -> list[Any]:
    """The same rows, each with ``approved_by``: names, none where the record has none."""
    rows = list(corrections)
    found = correction_approvers(page) if rows else {}
    for row in rows:
        row.approved_by = found.get((row.date.isoformat(), row.text), [])
    return rows


def _answering(before: list[Any], digest: str) -> list[str]:
    """The people of the newest reason for which ``digest`` may be public."""
    relevant = [e for e in before if e.digest == digest and e.kind != EntryKind.PUBLICATION]
    if not relevant:
        return []
    last = relevant[-1]
    if last.kind in COVERS:
        return [last.person_name] if last.person_name else []
    return [e.person_name for e in relevant if e.kind == last.kind and e.round == last.round]
