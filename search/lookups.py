"""Whether each hit may still be shown, as the database has it now."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from wagtail.models import Page

from assets.models import Document
from search import outbox
from search.access import Asker, Restrictions, may_see
from search.documents import SearchDocument


@dataclass
class Lookup:
    """``allowed``: keys that the asker may see; ``addresses``: url paths of pages by id."""

    allowed: set[str] = field(default_factory=set)
    addresses: dict[int, str] = field(default_factory=dict)


def look_up(documents: Iterable[SearchDocument], asker: Asker) -> Lookup:
    """One query for the pages, one more where there are files."""
    documents = list(documents)
    hosts = {document.under[0] for document in documents if document.under}
    rows = Page.objects.filter(pk__in=hosts, live=True, alias_of=None).order_by()
    pages: dict[int, tuple[str, datetime.datetime | None]] = {}
    found = Lookup()
    for pk, path, address, until in rows.values_list("pk", "path", "url_path", "expire_at"):
        pages[pk] = (path, until)
        found.addresses[pk] = address
    collections = _collections(documents)
    restrictions = Restrictions.current()
    found.allowed = {
        document.key
        for document in documents
        if _is_allowed(document, pages, collections, restrictions, asker)
    }
    return found


def _collections(documents: Iterable[SearchDocument]) -> dict[str, str]:
    """Key of a file that still exists -> tree path of its collection."""
    keys = [document.key for document in documents if not document.key.startswith(outbox.PAGE)]
    if not keys:
        return {}
    rows = Document.objects.filter(pk__in=[int(outbox.split_key(key)[1]) for key in keys])
    paths = rows.order_by().values_list("pk", "collection__path")
    return {outbox.document_key(pk): path for pk, path in paths}


def _is_allowed(
    document: SearchDocument,
    pages: Mapping[int, tuple[str, datetime.datetime | None]],
    collections: Mapping[str, str],
    restrictions: Restrictions,
    asker: Asker,
) -> bool:
    """The page, or the page that offers the file, is live now and open to the asker."""
    host = pages.get(document.under[0]) if document.under else None
    if host is None:
        return False
    path, until = host
    if until is not None and until <= timezone.now():
        return False
    is_file = not document.key.startswith(outbox.PAGE)
    if is_file and document.key not in collections:
        return False
    return may_see(restrictions.above(path, collections.get(document.key, "")), asker)
