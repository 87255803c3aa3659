"""What a page of results asks the database after the engine has answered: one query.

Whether each hit may still be shown, as things are now; and the names behind ids.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, DateTimeField, QuerySet, Value
from django.utils import timezone

from wagtail.models import Page

from accounts.models import Branch
from assets.models import Document
from search import outbox
from search.access import Asker, Restrictions, may_see
from search.documents import SearchDocument
from topics.models import Topic


@dataclass(frozen=True, slots=True)
class Named:
    slug: str
    name: str


@dataclass
class Lookup:
    """``allowed``: keys that the asker may see; ``addresses``: url paths of pages by id."""

    allowed: set[str] = field(default_factory=set)
    addresses: dict[int, str] = field(default_factory=dict)
    topics: dict[int, Named] = field(default_factory=dict)
    branches: dict[int, Named] = field(default_factory=dict)


def look_up(
    documents: Iterable[SearchDocument],
    asker: Asker,
    *,
    topics: Iterable[int] = (),
    branches: Iterable[int] = (),
) -> Lookup:
    """One query, whatever there is to ask."""
    documents = list(documents)
    rows = _rows(documents, {*topics}, {*branches})
    found = Lookup()
    pages: dict[int, tuple[str, datetime.datetime | None]] = {}
    collections: dict[int, str] = {}
    for kind, pk, first, second, until in rows:
        if kind == "page":
            pages[pk] = (first, until)
            found.addresses[pk] = second
        elif kind == "file":
            collections[pk] = first
        elif kind == "topic":
            found.topics[pk] = Named(first, second)
        else:
            found.branches[pk] = Named(first, second)
    restrictions = Restrictions.current()
    found.allowed = {
        document.key
        for document in documents
        if _is_allowed(document, pages, collections, restrictions, asker)
    }
    return found


def _rows(documents: list[SearchDocument], topics: set[int], branches: set[int]) -> list[Any]:
    hosts = {document.under[0] for document in documents if document.under}
    files = {int(pk) for kind, pk in (outbox.split_key(d.key) for d in documents) if kind != "page"}
    parts: list[QuerySet[Any, Any]] = []
    if hosts:
        pages = Page.objects.filter(pk__in=hosts, live=True, alias_of=None)
        parts.append(_columns(pages, "page", "path", "url_path", "expire_at"))
    if files:
        parts.append(_columns(Document.objects.filter(pk__in=files), "file", "collection__path"))
    if topics:
        accepted = Topic.objects.accepted().filter(pk__in=topics)
        parts.append(_columns(accepted, "topic", "slug", "name"))
    if branches:
        named = Branch.objects.filter(pk__in=branches)
        parts.append(_columns(named, "branch", "slug", "name"))
    if not parts:
        return []
    return list(parts[0].union(*parts[1:], all=True)) if len(parts) > 1 else list(parts[0])


def _columns(rows: Any, kind: str, *names: str) -> QuerySet[Any, Any]:
    first, second, until = (*names, None, None)[:3]
    empty = Value("", output_field=CharField())
    return rows.order_by().values_list(
        Value(kind, output_field=CharField()),
        "pk",
        first or empty,
        second or empty,
        until or Value(None, output_field=DateTimeField()),
    )


def _is_allowed(
    document: SearchDocument,
    pages: Mapping[int, tuple[str, datetime.datetime | None]],
    collections: Mapping[int, str],
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
    kind, pk = outbox.split_key(document.key)
    collection = ""
    if kind != outbox.PAGE:
        if int(pk) not in collections:
            return False
        collection = collections[int(pk)]
    return may_see(restrictions.above(path, collection), asker)
