"""Remarks at a paragraph: Wagtail's own comments, written past its editor.

The page is locked while it is reviewed, and a comment of the editor's would make a revision.
Written as rows they leave the content alone and stand in the editor at their place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Comment, CommentReply, Page

from approvals.digest import content_fields, content_of, without_keys
from approvals.exceptions import Refusal
from approvals.models.entry import EntryKind
from approvals.models.manuscript import Manuscript
from approvals.record import append
from approvals.wording import Wording

LONGEST = 400


@dataclass
class Paragraph:
    """``place`` is Wagtail's path of the field, block or item of a list."""

    place: str
    text: str
    remarks: list[Comment] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return anchor_of(self.place)


def anchor_of(place: str) -> str:
    """The paragraph's ``id`` on the review screen."""
    return "p-" + place.replace(".", "-")


def paragraphs(page: Any) -> list[Paragraph]:
    """Title, summary, and each block and each item of a list, with the open remarks."""
    found = [Paragraph("title", page.title)]
    if getattr(page, "summary", ""):
        found.append(Paragraph("summary", page.summary))
    for name in content_fields(type(page)):
        if isinstance(page._meta.get_field(name), StreamField):
            words = Wording(content_of(page))
            for block in getattr(page, name) or []:
                found += _of_block(words, f"{name}.{block.id}", block.block, block.value)
    by_place = {paragraph.place: paragraph for paragraph in found}
    remarks = Comment.objects.filter(page_id=page.pk, resolved_at=None).order_by("created_at")
    for remark in remarks.select_related("user").prefetch_related("replies__user"):
        _nearest(by_place, remark.contentpath, found[0]).remarks.append(remark)
    return found


def _of_block(words: Wording, place: str, block: Any, value: Any) -> Iterator[Paragraph]:
    """The block itself and, below it, what its lists hold."""
    text = words.value(block, without_keys(block.get_prep_value(value)))
    yield Paragraph(place, text[:LONGEST])
    yield from _of_lists(words, place, block, value)


def _of_lists(words: Wording, place: str, block: Any, value: Any) -> Iterator[Paragraph]:
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _of_lists(words, f"{place}.{name}", child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in getattr(value, "bound_blocks", ()):
            # One without a stored id gets another at each reading, and a remark would be lost.
            if item.original_id:
                yield from _of_block(words, f"{place}.{item.id}", item.block, item.value)


def _nearest(by_place: dict[str, Paragraph], place: str, default: Paragraph) -> Paragraph:
    """Where the editor's own comments stand at a field inside a block: that block."""
    while place and place not in by_place:
        place = place.rpartition(".")[0]
    return by_place.get(place, default)


@transaction.atomic
def add(page: Page, manuscript: Manuscript, person: Any, place: str, text: str) -> None:
    """Raises ``Refusal`` for an empty remark or a place that the page does not have."""
    if not text.strip():
        raise Refusal(_("请写下意见。"), page_id=page.pk)
    if place not in {
        paragraph.place for paragraph in paragraphs(page.get_latest_revision_as_object())
    }:
        raise Refusal(_("这一段已经不在稿件里了。"), page_id=page.pk)
    Comment.objects.create(page_id=page.pk, user=person, text=text.strip(), contentpath=place)


@transaction.atomic
def answer(page: Page, manuscript: Manuscript, person: Any, comment_id: int, text: str) -> None:
    """The author's answer, point by point; it goes into the record."""
    remark = Comment.objects.filter(page_id=page.pk, pk=comment_id).first()
    if remark is None or not text.strip():
        raise Refusal(_("请写下答复。"), page_id=page.pk)
    CommentReply.objects.create(comment=remark, user=person, text=text.strip())
    manuscript = Manuscript.objects.lock(page)
    append(
        manuscript,
        EntryKind.ANSWER,
        person,
        text=text.strip(),
        data={"to": remark.text, "place": remark.contentpath},
    )
    manuscript.save()


def open_remarks(page: Page) -> list[dict[str, str]]:
    """For the record: a comment vanishes with its writer's account."""
    rows = Comment.objects.filter(page_id=page.pk, resolved_at=None).select_related("user")
    return [
        {"place": row.contentpath, "person": str(row.user), "text": row.text}
        for row in rows.order_by("created_at")
    ]
