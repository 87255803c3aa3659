"""Remarks at a paragraph: Wagtail's own comments, written past its editor.

The page is locked while it is reviewed, and a comment of the editor's would make a revision.
Written as rows they leave the content alone and stand in the editor at their place.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wagtail.models import Comment, CommentReply, Page

from approvals.comparison import plain
from approvals.exceptions import Refusal
from approvals.models.entry import EntryKind
from approvals.models.manuscript import Manuscript
from approvals.record import append


@dataclass
class Paragraph:
    """``place`` is Wagtail's path of the field or block."""

    place: str
    text: str
    remarks: list[Comment] = field(default_factory=list)


def paragraphs(page: Any) -> list[Paragraph]:
    """Title, summary and each block of the body, with the open remarks."""
    found = [Paragraph("title", page.title)]
    if getattr(page, "summary", ""):
        found.append(Paragraph("summary", page.summary))
    for block in getattr(page, "body", None) or []:
        value = block.block.get_prep_value(block.value)
        found.append(Paragraph(f"body.{block.id}", plain(value)[:400]))
    by_place = {paragraph.place: paragraph for paragraph in found}
    remarks = Comment.objects.filter(page_id=page.pk, resolved_at=None).order_by("created_at")
    for remark in remarks.select_related("user").prefetch_related("replies__user"):
        by_place.get(remark.contentpath, found[0]).remarks.append(remark)
    return found


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
