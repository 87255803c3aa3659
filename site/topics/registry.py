"""Which page types topic pages collect from.

The types live in rooms above this one and put themselves here::

    @collectable("news", _("新闻"))
    class NewsPage(ArticlePage): ...
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.utils.functional import Promise

from wagtail.fields import StreamField
from wagtail.models import Page

PageType = TypeVar("PageType", bound=type[Page])

# Rows that cards show, where a type has them.
CARD_RELATED = ("branch", "cover", "media")


@dataclass(frozen=True)
class Collectable:
    """A registered type: ``key`` stands in addresses, ``label`` is what readers see;
    ``introduces_branch``: its pages show a branch, which articles lead to."""

    key: str
    label: str | Promise
    model: type[Page]
    introduces_branch: bool = False

    @property
    def relation(self) -> str:
        """The name under which ``Page`` reaches the type's own columns."""
        return self.model._meta.model_name or ""

    @property
    def content_type(self) -> ContentType:
        # All of them, so that a cold cache asks once.
        models = [kind.model for kind in all_types()]
        return ContentType.objects.get_for_models(*models)[self.model]

    @property
    def card_related(self) -> list[str]:
        names = {field.name for field in self.model._meta.get_fields()}
        return [name for name in CARD_RELATED if name in names]

    @property
    def card_deferred(self) -> list[str]:
        """What no card shows and what makes rows fat: the bodies."""
        fields = self.model._meta.local_fields
        return [field.name for field in fields if isinstance(field, StreamField)]

    def cards(self) -> QuerySet:
        """The pages of the type as cards show them: with what is related, without bodies."""
        pages = self.model._default_manager.select_related(*self.card_related)
        return pages.defer(*self.card_deferred)


_types: dict[str, Collectable] = {}


def collectable(
    key: str, label: str | Promise, *, introduces_branch: bool = False
) -> Callable[[PageType], PageType]:
    """Register a page type; it needs ``date`` and ``branch``, and ``topics`` by ``TopicsField``.

    Order of registration is the order in which readers see the types. Raises
    ``ImproperlyConfigured`` where another model has taken the key.
    """

    def register(model: PageType) -> PageType:
        known = _types.get(key)
        if known is not None and known.model is not model:
            raise ImproperlyConfigured(f"topics: {key!r} is taken by {known.model.__name__}.")
        _types[key] = Collectable(key, label, model, introduces_branch)
        return model

    return register


def all_types() -> tuple[Collectable, ...]:
    return tuple(_types.values())


def get_type(key: str) -> Collectable | None:
    return _types.get(key)


def type_of(model: type) -> Collectable | None:
    """The registered type that is exactly ``model``."""
    return next((kind for kind in all_types() if kind.model is model), None)


def types_for(keys: Iterable[str]) -> tuple[Collectable, ...]:
    """The registered types among ``keys``, in order of registration."""
    wanted = set(keys)
    return tuple(kind for kind in all_types() if kind.key in wanted)
