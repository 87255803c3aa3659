"""Whether each hit may still be shown, as the database has it now."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Now

from wagtail.models import Page

from assets.models import Document
from search import outbox
from search.access import Asker, Restrictions, may_see
from search.documents import SearchDocument
from search.prepared import Prepared


@dataclass(frozen=True, slots=True)
class _Row:
    """A live page, or a file that still exists; ``path`` is that of the page or the collection."""

    pk: int
    path: str
    address: str = ""
    title: str = ""
    translation: UUID | None = None


@dataclass
class Lookup:
    """``allowed``: keys that the asker may see; ``addresses``: url paths of pages by id.

    ``named``: the pages that were asked for by translation key and that the asker may see now.
    """

    allowed: set[str] = field(default_factory=set)
    addresses: dict[int, str] = field(default_factory=dict)
    named: dict[UUID, _Row] = field(default_factory=dict)


def look_up(
    documents: Iterable[SearchDocument],
    asker: Asker,
    *,
    named: Collection[UUID] = (),
    locale: str = "",
) -> Lookup:
    """One query, whatever is asked for. ``named``: translation keys of pages in ``locale``."""
    documents = list(documents)
    hosts = {document.under[0] for document in documents if document.under}
    files = {
        int(outbox.split_key(document.key)[1])
        for document in documents
        if not document.key.startswith(outbox.PAGE)
    }
    is_plain = not files and not named and len(hosts) <= len(_HOLES)
    rows = {"page": _hosts(hosts)} if is_plain else _all_at_once(hosts, files, named, locale)
    pages = {row.pk: row for row in rows["page"]}
    collections = {outbox.document_key(row.pk): row.path for row in rows.get("file", ())}
    restrictions = Restrictions.current()
    return Lookup(
        allowed={
            document.key
            for document in documents
            if _is_allowed(document, pages, collections, restrictions, asker)
        },
        addresses={pk: row.address for pk, row in pages.items()},
        named={
            row.translation: row
            for row in rows.get("named", ())
            if row.translation and may_see(restrictions.above(row.path), asker)
        },
    )


def _hosts(ids: set[int]) -> list[_Row]:
    """Those pages that are live, which no alias is for the index."""
    if not ids:
        return []
    # One statement for any number: the last stands in the places that are left.
    wanted = [*ids, *[max(ids)] * (len(_HOLES) - len(ids))]
    rows = _PREPARED.rows(**dict(zip(_HOLES, wanted, strict=True)))
    return [_Row(*row) for row in rows]


def _all_at_once(
    hosts: set[int], files: set[int], named: Collection[UUID], locale: str
) -> dict[str, list[_Row]]:
    """Pages, files and named pages by the same query."""
    nothing = Value("", output_field=CharField())

    def kind(name: str) -> Value:
        return Value(name, output_field=CharField())

    pages = _live().filter(pk__in=hosts, alias_of=None)
    documents = Document.objects.filter(pk__in=files).order_by()
    others = _live().filter(translation_key__in=named, locale__language_code=locale)
    rows = pages.values_list(kind("page"), *_COLUMNS, nothing, nothing).union(
        documents.values_list(kind("file"), "pk", "collection__path", nothing, nothing, nothing),
        others.values_list(kind("named"), *_COLUMNS, "title", Cast("translation_key", CharField())),
        all=True,
    )
    found: dict[str, list[_Row]] = {"page": [], "file": [], "named": []}
    for name, pk, path, address, title, key in rows:
        found[name].append(_Row(pk, path, address, title, UUID(key) if key else None))
    return found


def _live() -> QuerySet[Page]:
    """Not those whose time is over: the worker may not have taken them down yet."""
    return Page.objects.filter(Q(expire_at=None) | Q(expire_at__gt=Now()), live=True).order_by()


_COLUMNS = ("pk", "path", "url_path")  # in the order of _Row
# Ids that no page has, in whose places those of a question are put: a page of results.
_HOLES = {f"pk{place}": 2_000_000_011 + place for place in range(10)}
_PREPARED = Prepared(
    lambda: _live().filter(pk__in=list(_HOLES.values()), alias_of=None).values_list(*_COLUMNS),
    _HOLES,
)


def _is_allowed(
    document: SearchDocument,
    pages: Mapping[int, _Row],
    collections: Mapping[str, str],
    restrictions: Restrictions,
    asker: Asker,
) -> bool:
    """The page, or the page that offers the file, is live now and open to the asker."""
    host = pages.get(document.under[0]) if document.under else None
    if host is None:
        return False
    is_file = not document.key.startswith(outbox.PAGE)
    if is_file and document.key not in collections:
        return False
    return may_see(restrictions.above(host.path, collections.get(document.key, "")), asker)
