"""Writing and checking the record of a manuscript.

Each entry's hash covers the entry and the hash before it, and the manuscript keeps length and end
of its chain: an entry that was changed, taken out or put in between is found by ``faults``.
"""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from wagtail.models import Page

from approvals.digest import Content as ContentData
from approvals.digest import asset_keys, digest_of
from approvals.models.entry import Entry
from approvals.models.kept import Content, UsedAsset, Witness
from approvals.models.manuscript import Manuscript
from approvals.people import name_of

HASHED = (
    "manuscript_id",
    "sequence",
    "kind",
    "person_id",
    "person_name",
    "round",
    "stage",
    "digest",
    "revision",
    "text",
    "data",
    "previous",
)


def append(
    manuscript: Manuscript,
    kind: str,
    person: Any = None,
    *,
    stage: str = "",
    digest: str = "",
    revision: int | None = None,
    text: str = "",
    data: dict[str, Any] | None = None,
) -> Entry:
    """Add an entry. The caller holds the manuscript's lock and saves the manuscript afterwards."""
    entry = next_entry(
        manuscript,
        kind,
        person,
        stage=stage,
        digest=digest,
        revision=revision,
        text=text,
        data=data or {},
    )
    entry.save()
    bear_witness([entry])
    return entry


def next_entry(manuscript: Manuscript, kind: str, person: Any, **columns: Any) -> Entry:
    """The unsaved entry that follows the manuscript's last one, which it now is in memory."""
    entry = Entry(
        manuscript=manuscript,
        sequence=manuscript.length + 1,
        kind=kind,
        at=timezone.now(),
        person_id=person.pk if person is not None else None,
        person_name=name_of(person),
        round=manuscript.round,
        previous=manuscript.head,
        **columns,
    )
    entry.hash = entry_hash(entry)
    manuscript.length, manuscript.head = entry.sequence, entry.hash
    return entry


def bear_witness(entries: list[Entry]) -> None:
    """Say in a second place what has been written."""
    Witness.objects.bulk_create(
        Witness(manuscript_id=entry.manuscript_id, sequence=entry.sequence, hash=entry.hash)
        for entry in entries
    )


def entry_hash(entry: Entry) -> str:
    columns: dict[str, Any] = {name: getattr(entry, name) for name in HASHED}
    columns["at"] = entry.at.timestamp()
    text = json.dumps(columns, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def keep_content(data: ContentData) -> str:
    """Keep the content whole, once; returns its digest."""
    digest = digest_of(data)
    content, is_new = Content.objects.get_or_create(digest=digest, defaults={"data": data})
    if is_new:
        UsedAsset.objects.bulk_create(
            UsedAsset(content=content, model=model, object_id=key)
            for model, key in asset_keys(data)
        )
    return digest


def describe(manuscript: Manuscript, page: Page) -> None:
    """Bring title and number up to date; the caller saves."""
    manuscript.title = page.title[:255]
    manuscript.number = getattr(page, "manuscript_number", "") or manuscript.number


def identity(manuscript: Manuscript) -> dict[str, str]:
    """Title and number as they are now, for an entry's data."""
    return {"title": manuscript.title, "number": manuscript.number}


def faults(manuscript: Manuscript) -> list[str]:
    """What is wrong with the manuscript's chain; nothing, where nobody touched it."""
    found = []
    previous, length = "", 0
    for entry in manuscript.entries.order_by("sequence"):
        length += 1
        if entry.sequence != length or entry.previous != previous:
            found.append(f"{manuscript.pk}/{entry.sequence}: broken chain")
        if entry_hash(entry) != entry.hash:
            found.append(f"{manuscript.pk}/{entry.sequence}: entry was changed")
        previous = entry.hash
        length = entry.sequence
    if (length, previous) != (manuscript.length, manuscript.head):
        found.append(f"{manuscript.pk}: the end of the chain is missing")
    return found
