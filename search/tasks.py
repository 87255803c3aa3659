"""What the worker does for search."""

import logging
from pathlib import PurePosixPath

from django.db import transaction

from django_tasks import task

from assets.models import Document
from search import outbox
from search.extraction import READABLE, Unreadable, extract
from search.models import FileText

logger = logging.getLogger(__name__)


@task(priority=-20)
def read_file(document_id: int) -> int:
    """Read the words of a document's file, unless that was done; gives their number.

    A document deleted meanwhile and a file that is missing or can't be read are no faults of the
    worker: the reason is kept, so that nobody tries again with the same file.
    """
    document = Document.objects.filter(pk=document_id).first()
    if document is None or not document.file:
        return 0
    name = str(document.file.name)
    if FileText.objects.filter(document=document, file=name).exists():
        return 0
    text, problem = "", ""
    try:
        with document.file.open("rb") as file:
            text = extract(file, PurePosixPath(name).suffix.lower(), document.file.size)
    except (Unreadable, OSError) as error:
        problem = str(error)[:200]
    # PostgreSQL stores no NUL character.
    text = text.replace("\x00", "")
    with transaction.atomic():
        if not Document.objects.filter(pk=document_id, file=name).exists():
            return 0
        FileText.objects.update_or_create(
            document=document, defaults={"file": name, "text": text, "problem": problem}
        )
        outbox.note(outbox.document_key(document_id))
    return len(text)


def read_after_commit(document: Document) -> None:
    """Have the worker read the document's file if it is of a kind that holds words."""
    if PurePosixPath(str(document.file.name or "")).suffix.lower() in READABLE:
        transaction.on_commit(lambda: read_file.enqueue(document.pk))
