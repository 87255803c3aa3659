"""Whether each hit may still be shown, as the database has it now."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from wagtail.models import Page

from assets.models import Document
from core.prepared_models import PreparedModels
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
    pages: dict[int, tuple[str, datetime.datetime | None]] = {}
    found = Lookup()
    for pk, path, address, until in _hosts(hosts):
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


def _hosts(ids: set[int]) -> Iterable[Any]:
    """Id, tree path, address and end of those pages that are live."""
    if not ids:
        return []
    if len(ids) > len(_HOLES):
        return _live().filter(pk__in=ids).values_list(*_COLUMNS)
    # One statement for any number: the last stands in the places that are left.
    wanted = [*ids, *[max(ids)] * (len(_HOLES) - len(ids))]
    found = _PREPARED.find(**dict(zip(_HOLES.values(), wanted, strict=True)))
    return [(page.pk, page.path, page.url_path, page.expire_at) for page in found]


def _live() -> QuerySet[Page]:
    return Page.objects.filter(live=True, alias_of=None).order_by()


_COLUMNS = ("pk", "path", "url_path", "expire_at")
# Ids that no page has, in whose places those of a question are put: a page of results.
_HOLES = {2_000_000_011 + place: f"pk{place}" for place in range(10)}
_PREPARED = PreparedModels(lambda: _live().filter(pk__in=list(_HOLES)).only(*_COLUMNS), _HOLES)


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
