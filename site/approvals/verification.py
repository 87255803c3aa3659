"""Does what readers see stand in the record, and is the record whole?

Finds what no signal sees: bulk updates, raw SQL, restored backups, entries edited in the database.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from wagtail.models import Page

from approvals.digest import alias_content, content_of, digest_of
from approvals.justification import cover_of
from approvals.misfits import misfits
from approvals.models import Content, Entry, EntryKind, Manuscript, Witness
from approvals.privacy import restrictions_of
from approvals.readings import digest_as
from approvals.record import faults

BATCH = 200


def problems() -> Iterator[str]:
    """One line for each thing that is wrong; none where all is well."""
    yield from _chains()
    yield from _witnesses()
    yield from _contents()
    yield from _live_pages()
    yield from _addresses()


def _chains() -> Iterator[str]:
    manuscripts = Manuscript.objects.order_by("pk")
    for manuscript in manuscripts.iterator(BATCH):
        yield from faults(manuscript)
        yield from (f"{manuscript.pk} {manuscript}: {line}" for line in misfits(manuscript))
        for name in ("approved_digest", "live_digest"):
            digest = getattr(manuscript, name)
            if digest and not cover_of(manuscript, digest):
                yield f"{manuscript.pk} {manuscript}: {name} is not what the record approved"
    known = Manuscript.objects.values("pk")
    for entry in Entry.objects.exclude(manuscript__in=known)[:BATCH]:
        yield f"entry {entry.pk}: its manuscript is missing"


def _witnesses() -> Iterator[str]:
    """Entries that were taken out with the chain's end set back, or with the whole manuscript."""
    same = {"manuscript_id": OuterRef("manuscript_id"), "sequence": OuterRef("sequence")}
    written = Entry.objects.filter(**same, hash=OuterRef("hash"))
    for witness in Witness.objects.exclude(Exists(written)).order_by("pk")[:BATCH]:
        yield f"{witness}: an entry was written here and is gone or another"
    seen = Witness.objects.filter(**same)
    for entry in Entry.objects.exclude(Exists(seen)).order_by("pk")[:BATCH]:
        yield f"{entry.manuscript_id}/{entry.sequence}: nothing witnesses that it was written"


def _addresses() -> Iterator[str]:
    """A page stands under its parent's address, by its own name."""
    addresses: dict[str, str] = {}
    pages = Page.objects.order_by("path").values_list("pk", "path", "slug", "url_path")
    for pk, path, slug, address in pages.iterator(BATCH):
        above = addresses.get(path[: -Page.steplen])
        if above is not None and address != f"{above}{slug}/":
            yield f"page {pk}: its address {address} is not that of its place and name"
        addresses[path] = address


def _contents() -> Iterator[str]:
    kept = Content.objects.filter(pk=OuterRef("digest"))
    named = Entry.objects.exclude(digest="").exclude(Exists(kept)).order_by()
    for digest in named.values_list("digest", flat=True).distinct()[:BATCH]:
        yield f"content {digest}: is in the record and is not kept any more"
    for content in Content.objects.iterator(BATCH):
        if digest_of(content.data) != content.digest:
            yield f"content {content.digest}: was changed"


def _live_pages() -> Iterator[str]:
    manuscripts = {row.page_id: row for row in Manuscript.objects.exclude(live_digest="")}
    pages = Page.objects.filter(live=True, depth__gt=1).order_by("path")
    for page in pages.specific().iterator(BATCH):
        trouble = _judge(page, manuscripts.get(page.pk))
        if trouble:
            yield f"page {page.pk} {page.title} ({page.url_path}): {trouble}"


def _judge(page: Any, manuscript: Manuscript | None) -> str:
    content = content_of(page)
    if page.alias_of_id:
        source = page.alias_of.specific
        same = source.live and alias_content(content_of(source)) == alias_content(content)
        return "" if same else "live, but not what its source shows"
    if manuscript is None:
        return "live without any approval"
    if digest_as(content, manuscript.live_digest) != manuscript.live_digest:
        return "live with other content than was approved"
    return _judge_privacy(page, manuscript)


def _judge_privacy(page: Any, manuscript: Manuscript) -> str:
    said = manuscript.entries.filter(kind__in=(EntryKind.PUBLICATION, EntryKind.RESTRICTION))
    last = said.order_by("-sequence").first()
    wanted = set(last.data.get("privacy", [])) if last else set()
    if wanted - set(restrictions_of(page)):
        return "open to more people than when it was approved"
    return ""
