"""Files for download as documents of the search: those that a live page offers, and no other.

A file of a draft is nobody's business yet. It can be found by whoever may read one of the live
pages that offer it, and may open its collection.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import get_valid_filename

from wagtail.models import Page, ReferenceIndex

from assets.models import Document
from search import outbox
from search.building import Built, Lines, Surroundings, limited
from search.documents import Passage, SearchDocument
from search.folding import story_of

KIND = "document"
# Paragraph by paragraph would be thousands of passages; results show a piece of one of these.
PASSAGE = 1_000


def file_documents(versions: Mapping[int, int], around: Surroundings | None = None) -> Built:
    """The documents with these ids as they are now."""
    around = around or Surroundings()
    built = Built()
    hosts = _hosts(list(versions))
    rows = (
        Document.objects.filter(pk__in=list(hosts))
        .select_related("collection", "file_text")
        .order_by()
    )
    lines = Lines(page for pages in hosts.values() for page in pages)
    for item in rows:
        pages = sorted(hosts[item.pk], key=lambda page: _openness(page, around))
        built.documents.append(_document(item, pages[0], versions[item.pk], around, lines))
    found = {item.key for item in built.documents}
    built.gone = [
        (outbox.document_key(pk), version)
        for pk, version in versions.items()
        if outbox.document_key(pk) not in found
    ]
    return built


def _hosts(ids: list[int]) -> dict[int, list[Page]]:
    """Document id -> the live pages that offer it."""
    references = (
        ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            to_content_type=ContentType.objects.get_for_model(Document),
            to_object_id__in=[str(pk) for pk in ids],
        )
        .annotate(page=Cast("object_id", IntegerField()))
        .order_by()
        .values_list("to_object_id", "page")
        .distinct()
    )
    pairs = [(int(document), page) for document, page in references]
    pages = Page.objects.filter(
        pk__in={page for _document, page in pairs}, live=True, alias_of=None
    )
    live = {
        page.pk: page
        for page in pages.order_by()
        if page.expire_at is None or page.expire_at > timezone.now()
    }
    hosts: dict[int, list[Page]] = {}
    for document, page in pairs:
        if page in live:
            hosts.setdefault(document, []).append(live[page])
    return hosts


def _openness(page: Page, around: Surroundings) -> tuple[int, int]:
    """The most open page first; of those the oldest, so that the choice is stable."""
    return len(around.restrictions.above(page.path)), page.pk


def _document(
    item: Any, page: Page, version: int, around: Surroundings, lines: Lines
) -> SearchDocument:
    text = getattr(item, "file_text", None)
    # The text of an older file says nothing about this one.
    words = text.text if text is not None and text.file == item.file.name else ""
    passages = tuple(limited(Passage(part) for part in pieces(words)))
    day: date = timezone.localtime(item.created_at).date()
    return SearchDocument(
        key=outbox.document_key(item.pk),
        version=version,
        kind=KIND,
        locale=around.locales.get(page.locale_id, ""),
        title=item.title,
        extra="\n".join(dict.fromkeys([PurePosixPath(get_valid_filename(item.filename)).stem])),
        passages=passages,
        date=day,
        under=lines.above(page),
        media=("document",),
        access=around.restrictions.above(page.path, item.collection.path),
        url=item.url,
        story=story_of(passages),
        live_until=page.expire_at,
    )


def pieces(text: str) -> Iterable[str]:
    """A long text in passages of about ``PASSAGE`` characters, cut at line ends where it has any."""
    piece: list[str] = []
    length = 0
    for line in text.splitlines():
        for start in range(0, len(line), PASSAGE):
            part = line[start : start + PASSAGE].strip()
            if not part:
                continue
            if length + len(part) > PASSAGE:
                yield "\n".join(piece)
                piece, length = [], 0
            piece.append(part)
            length += len(part)
    if piece:
        yield "\n".join(piece)
