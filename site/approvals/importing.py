"""Import approvals: what has been published elsewhere goes live on one person's word.

Written for many pages at once. ``record.append`` asks five queries an entry; here a batch of new
pages takes a handful altogether.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from wagtail.models import PageViewRestriction

from approvals.digest import asset_keys, content_of, digest_of
from approvals.models import Content, Entry, EntryKind, Manuscript, ManuscriptState, UsedAsset
from approvals.outcome import cover
from approvals.privacy import restrictions_of
from approvals.record import bear_witness, identity, next_entry


@transaction.atomic
def import_approved(pages: Sequence[Any], person: Any, reason: str) -> None:
    """``person`` answers for these pages as they stand in memory, and says why.

    Call it before they are saved live.
    """
    known = set(
        Manuscript.objects.filter(page_id__in=[page.pk for page in pages]).values_list(
            "page_id", flat=True
        )
    )
    for page in pages:
        if page.pk in known:
            cover(page, EntryKind.IMPORT, person, reason)
    begin([page for page in pages if page.pk not in known], EntryKind.IMPORT, person, reason)


def begin(pages: list[Any], kind: EntryKind, person: Any, reason: str) -> None:
    """Open the record of pages that have none with their publication under ``kind``."""
    contents = {}
    digests = {}
    for page in pages:
        content = content_of(page)
        digests[page.pk] = digest = digest_of(content)
        contents[digest] = content
    _keep(contents)
    manuscripts = Manuscript.objects.bulk_create(
        Manuscript(
            page_id=page.pk,
            title=page.title[:255],
            number=getattr(page, "manuscript_number", ""),
            state=ManuscriptState.PUBLISHED,
            draft_digest=digests[page.pk],
            live_digest=digests[page.pk],
        )
        for page in pages
    )
    closed = PageViewRestriction.objects.exists()
    entries: list[Entry] = []
    for manuscript, page in zip(manuscripts, pages, strict=True):
        privacy = restrictions_of(page) if closed else []
        facts: dict[str, Any] = {"digest": digests[page.pk], "data": identity(manuscript)}
        entries.append(next_entry(manuscript, kind, person, text=reason, **facts))
        facts["data"] = {**identity(manuscript), "cover": kind.value, "privacy": privacy}
        entries.append(next_entry(manuscript, EntryKind.PUBLICATION, person, **facts))
    Entry.objects.bulk_create(entries)
    bear_witness(entries)
    Manuscript.objects.bulk_update(manuscripts, ["length", "head"])


def _keep(contents: dict[str, Any]) -> None:
    there = set(Content.objects.filter(digest__in=contents).values_list("digest", flat=True))
    new = {digest: data for digest, data in contents.items() if digest not in there}
    Content.objects.bulk_create(Content(digest=digest, data=data) for digest, data in new.items())
    UsedAsset.objects.bulk_create(
        UsedAsset(content_id=digest, model=model, object_id=key)
        for digest, data in new.items()
        for model, key in asset_keys(data)
    )
