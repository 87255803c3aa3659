"""Who may find what: Wagtail's own page privacy, turned into words that an index can hold.

A document carries what it demands, one mark for each private page at or above it::

    ()                              everybody
    ("login",)                      whoever is signed in
    ("group:3+7",)                  members of group 3 or 7
    ("password:12",)                whoever has given the password of restriction 12

All marks must be met. ``canonical`` makes one keyword of them for the index; a question carries
the keywords that its asker meets.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Value
from django.http import HttpRequest

from wagtail.models import CollectionViewRestriction, PageViewRestriction
from wagtail.models.view_restrictions import BaseViewRestriction

from core.request_memo import remember
from core.visibility import TRANSLATED_RESTRICTIONS
from search.models import WordsState
from search.prepared import Prepared

OPEN = "all"


@dataclass(frozen=True, slots=True)
class Asker:
    """What somebody has to show. The administrator meets whatever needs no password."""

    signed_in: bool = False
    groups: frozenset[int] = frozenset()
    # Restrictions whose password was given in this session.
    passwords: frozenset[str] = frozenset()
    superuser: bool = False


NOBODY = Asker()


def canonical(requirements: Iterable[str]) -> str:
    """One keyword for a set of requirements, the same whatever their order."""
    return "&".join(sorted(set(requirements))) or OPEN


def may_see(requirements: Iterable[str], asker: Asker) -> bool:
    """Whether the asker meets them all. What is not understood is not met."""
    return all(_meets(mark, asker) for mark in requirements)


def _meets(mark: str, asker: Asker) -> bool:
    kind, _colon, value = mark.partition(":")
    if kind == OPEN:
        return True
    if kind == "login":
        return asker.signed_in
    if kind == "group":
        return asker.superuser or bool(asker.groups & {int(pk) for pk in value.split("+") if pk})
    if kind == "password":
        return value in asker.passwords
    return False


@dataclass(frozen=True, slots=True)
class Restrictions:
    """All private pages and collections of the site, with what each demands.

    ``pages`` and ``collections``: tree path -> marks of that one place. ``words`` is the number
    of the words that questions are read by (``search.synonyms``), which is asked along.
    """

    pages: Mapping[str, tuple[str, ...]]
    collections: Mapping[str, tuple[str, ...]]
    words: int = 0

    @classmethod
    def load(cls) -> "Restrictions":
        """As the database has them now, in one query."""
        places: dict[str, dict[str, dict[int, _Demand]]] = {"page": {}, "collection": {}}
        translated: list[tuple[int, str]] = []
        words = 0
        for kind, pk, demand, group, *paths in _PREPARED.rows():
            if kind == "words":
                words = pk
                continue
            if kind == "translation":
                translated.append((pk, paths[0]))
                continue
            if demand == BaseViewRestriction.NONE:
                continue
            for path in filter(None, paths):
                known = places[kind].setdefault(path, {}).setdefault(pk, _Demand(demand))
                if group is not None:
                    known.groups.add(group)
        demanded_by = {pk: one for found in places["page"].values() for pk, one in found.items()}
        for pk, path in translated:
            if pk in demanded_by:
                places["page"].setdefault(path, {})[pk] = demanded_by[pk]
        marks = {
            kind: {
                path: tuple(sorted(demand.mark(kind, pk) for pk, demand in demands.items()))
                for path, demands in found.items()
            }
            for kind, found in places.items()
        }
        return cls(marks["page"], marks["collection"], words)

    @classmethod
    def current(cls) -> "Restrictions":
        """The same, asked once per reading request; the navigation's question is answered too."""
        found = remember("search.restrictions", cls.load)
        remember("restricted_paths", lambda: list(found.pages))
        return found

    def above(self, path: str, collection_path: str = "") -> tuple[str, ...]:
        """What the page at ``path`` demands, by itself and by the pages above it."""
        marks = {
            mark
            for place, demanded in self.pages.items()
            if path.startswith(place)
            for mark in demanded
        }
        marks |= {
            mark
            for place, demanded in self.collections.items()
            if collection_path.startswith(place)
            for mark in demanded
        }
        return tuple(sorted(marks))

    def open_to(self, asker: Asker) -> tuple[str, ...]:
        """The keywords that documents can bear and ``asker`` meets.

        A document that bears another one, because the index is behind, is not found.
        """
        by_page = {self.above(path) for path in self.pages} | {()}
        by_collection = {self.above("", path) for path in self.collections} | {()}
        demanded = {(*one, *other) for one in by_page for other in by_collection}
        return tuple(sorted({canonical(marks) for marks in demanded if may_see(marks, asker)}))


@dataclass(slots=True)
class _Demand:
    kind: str
    groups: set[int] = field(default_factory=set)

    def mark(self, place: str, pk: int) -> str:
        if self.kind == BaseViewRestriction.LOGIN:
            return "login"
        if self.kind == BaseViewRestriction.GROUPS:
            return "group:" + "+".join(map(str, sorted(self.groups)))
        # A password; and whatever Wagtail may add, which nobody can meet here.
        return f"{self.kind}:{_password_key(place, pk)}"


def _password_key(place: str, pk: int) -> str:
    return str(pk) if place == "page" else f"c{pk}"


def _restriction_rows() -> Any:
    """Kind, id, type, a group, paths of the place and of its aliases (which are as private)."""
    of_pages = PageViewRestriction.objects.order_by().values_list(
        Value("page"),
        "pk",
        "restriction_type",
        "groups",
        "page__path",
        "page__aliases__path",
        "page__aliases__aliases__path",
    )
    of_collections = CollectionViewRestriction.objects.order_by().values_list(
        Value("collection"),
        "pk",
        "restriction_type",
        "groups",
        "collection__path",
        Value(""),
        Value(""),
    )
    return of_pages.union(of_collections, all=True)


def _more_rows() -> tuple[str, tuple[Any, ...]]:
    """In the same columns: the translations that a restriction closes, and the words' number."""
    words = WordsState._meta.db_table
    sql = f"""
        UNION ALL SELECT 'translation', closed.id, '', NULL, closed.path, '', ''
            FROM ({TRANSLATED_RESTRICTIONS}) closed
        UNION ALL SELECT 'words', number, '', NULL, '', '', '' FROM {words} WHERE id = 1
    """  # noqa: S608 - made of constants
    return sql, (settings.LANGUAGE_CODE,)


_PREPARED = Prepared(_restriction_rows, in_order=True, also=_more_rows())


def asker_of(request: HttpRequest) -> Asker:
    """What the sender of ``request`` has to show; groups are asked only where a place wants one."""
    asker: Asker = remember(f"search.asker:{id(request)}", lambda: _asker_of(request))
    return asker


def _asker_of(request: HttpRequest) -> Asker:
    restrictions = Restrictions.current()
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    wanted = [
        mark
        for places in (restrictions.pages, restrictions.collections)
        for marks in places.values()
        for mark in marks
    ]
    if not wanted:
        return Asker(signed_in=bool(signed_in))
    groups: frozenset[int] = frozenset()
    if signed_in and user is not None and any(mark.startswith("group:") for mark in wanted):
        groups = frozenset(user.groups.order_by().values_list("pk", flat=True))
    session = getattr(request, "session", {})
    passwords = frozenset(
        _password_key(place, pk)
        for place, model in (
            ("page", PageViewRestriction),
            ("collection", CollectionViewRestriction),
        )
        for pk in session.get(model.passed_view_restrictions_session_key, [])
    )
    return Asker(bool(signed_in), groups, passwords, bool(user is not None and user.is_superuser))
