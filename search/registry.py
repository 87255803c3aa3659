"""What can be found. Types live in rooms above this one and put themselves here::

    @searchable("news", _("新闻"))
    class NewsPage(ArticlePage): ...

A registered page says what it holds by ``search_content()``, which gives a ``Content``. A type
that readers never look for says so, by ``@not_searchable``; a check finds those that do neither.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.utils.functional import Promise

from wagtail.models import Page

from assets.models import Image
from search.documents import Passage

PageType = TypeVar("PageType", bound=type[Page])


@dataclass(slots=True)
class Content:
    """What a page says of itself; the rest (topics, place, access) is found out for it.

    ``extra``: words by which it is found and that no result shows, beside the names of ``people``.
    ``length``: ``short``,
    ``medium``, ``long`` or empty. ``branch_id``: the organisation it is about.
    """

    passages: Iterable[Passage] = ()
    summary: str = ""
    extra: Iterable[str] = ()
    people: Iterable[str] = ()
    date: datetime.date | None = None
    length: str = ""
    # 字 of the text, seconds of the recording that the page is for.
    words: int = 0
    seconds: float = 0
    media: Iterable[str] = ()
    branch_id: int | None = None
    cover: Image | None = None
    # Ids of the files that it offers.
    documents: Iterable[int] = ()


@dataclass(frozen=True, slots=True)
class Searchable:
    """A registered type: ``key`` stands in addresses, ``label`` is what readers see.

    ``related``: foreign keys that its content reads. Whatever they lead to, when that changes its
    pages are looked at again.
    """

    key: str
    label: str | Promise
    model: type[Page]
    content: Callable[[Any], Content]
    related: tuple[str, ...]

    def pages(self, ids: Iterable[int]) -> QuerySet[Any]:
        """The pages of the type, with what their content reads: one query."""
        pages = self.model._default_manager.filter(pk__in=list(ids))
        return pages.select_related(*self.related).order_by()


_types: dict[str, Searchable] = {}
_excluded: set[type[Page]] = set()


def searchable(
    key: str,
    label: str | Promise,
    *,
    content: Callable[[Any], Content] | None = None,
    related: Iterable[str] | None = None,
) -> Callable[[PageType], PageType]:
    """Register a page type.

    ``content``: where not given, the page's own ``search_content``. ``related``: where not given,
    the type's ``search_related``. Order of registration is the order in which readers see types.
    Raises ``ImproperlyConfigured`` where another model has taken the key.
    """

    def register(model: PageType) -> PageType:
        known = _types.get(key)
        if known is not None and known.model is not model:
            raise ImproperlyConfigured(f"search: {key!r} is taken by {known.model.__name__}.")
        say = content or getattr(model, "search_content", None)
        if say is None:
            raise ImproperlyConfigured(f"search: {model.__name__} has no search_content.")
        rows = related if related is not None else getattr(model, "search_related", ())
        _types[key] = Searchable(key, label, model, say, tuple(rows))
        return model

    return register


def not_searchable(model: PageType) -> PageType:
    """A page type that readers never look for: a list of others, a home page."""
    _excluded.add(model)
    return model


def all_types() -> tuple[Searchable, ...]:
    return tuple(_types.values())


def type_of(model: type) -> Searchable | None:
    """The registered type that is exactly ``model``."""
    return next((kind for kind in _types.values() if kind.model is model), None)


def is_excluded(model: type) -> bool:
    return model in _excluded
