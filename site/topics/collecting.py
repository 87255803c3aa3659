"""Collecting pages of all registered types by topic, type, branch, date and language."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Substr

from wagtail.models import Locale, Page

from assets.pictures import attach_renditions
from core.visibility import is_restricted, restricted_paths
from topics import registry
from topics.cards import select_cards, specific_card

if TYPE_CHECKING:
    from accounts.models import Branch
    from topics.models import CollectedPage, Topic

BATCH = 1000
# In the cache: which counts are good, and for how many seconds.
COUNTS_VERSION = "topics.counts.version"
COUNTS_KEPT = 60

# What a queryset filters by: Q objects, Exists and their negation.
Condition: TypeAlias = Q | Combinable


def _collected() -> "QuerySet[CollectedPage]":
    return apps.get_model("topics", "CollectedPage").objects.all()


def carries(topic_ids: Iterable[int]) -> Q:
    """The condition that a collected page carries one of the topics, or what took its place.

    A set of pages that is found once, rather than a question to ask of every row.
    """
    topics = apps.get_model("topics", "Topic").objects.filter(pk__in=list(topic_ids))
    tagged = apps.get_model("topics", "TaggedPage").objects.order_by()
    current = topics.order_by().values(current=Coalesce("merged_into_id", "pk"))
    return Q(page__in=tagged.filter(tag_id__in=current).values("content_object"))


@dataclass(frozen=True)
class Collection:
    """What to collect. Immutable: rules return a changed copy.

    ``topics``: ids, a page carries any of them (none: whatever it carries). ``conditions``:
    what else must hold, over ``CollectedPage``. ``leading``: ids of pages that come first, in
    this order. Only live pages that everybody may read are found, whatever it says.
    """

    locale_id: int
    topics: frozenset[int] = frozenset()
    conditions: tuple[Condition, ...] = ()
    leading: tuple[int, ...] = ()
    oldest_first: bool = False

    def also(self, topic_ids: Iterable[int]) -> "Collection":
        """Wider: pages that carry any of these topics too."""
        return replace(self, topics=self.topics | frozenset(topic_ids))

    def ordered(self, *, oldest_first: bool, leading: Iterable[int] = ()) -> "Collection":
        return replace(self, oldest_first=oldest_first, leading=tuple(leading))

    def where(self, *conditions: Condition) -> "Collection":
        """Narrower: only pages for which these hold too."""
        return replace(self, conditions=self.conditions + conditions)

    def rows(self) -> "QuerySet[CollectedPage]":
        """The collected rows in order."""
        found = _collected().filter(*self.conditions, locale_id=self.locale_id)
        if self.topics:
            found = found.filter(carries(self.topics))
        for path in restricted_paths():
            found = found.exclude(page__path__startswith=path)
        return found.order_by(*self._order())

    def _order(self) -> list[Any]:
        by_date = ["date", "page_id"] if self.oldest_first else ["-date", "-page_id"]
        if not self.leading:
            return by_date
        places = [When(page_id=pk, then=Value(place)) for place, pk in enumerate(self.leading)]
        last = Value(len(places))
        return [Case(*places, default=last, output_field=IntegerField()), *by_date]


@dataclass(frozen=True)
class Facet:
    """How many collected pages one type has in one year, and its newest date."""

    content_type_id: int
    year: int
    count: int
    newest: date


class CollectedList:
    """A collection as a lazy list of cards, for paginators: a query for each look at it.

    ``count`` and ``kinds``: its length and the types in it, where they are known already.
    """

    def __init__(
        self,
        collection: Collection,
        *,
        count: int | None = None,
        kinds: Iterable[registry.Collectable] | None = None,
        shape: str = "thumb",
    ) -> None:
        self.collection = collection
        self.kinds = registry.all_types() if kinds is None else tuple(kinds)
        self.shape = shape
        if count is not None:
            self._count = count

    @cached_property
    def _count(self) -> int:
        return self.collection.rows().count()

    def count(self) -> int:
        return self._count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, wanted: slice) -> list[Page]:
        cards = self.bare(wanted)
        attach_renditions((getattr(card, "cover", None) for card in cards), self.shape)
        return cards

    def bare(self, wanted: slice) -> list[Page]:
        """The same without the pictures' renditions, for who looks those up for many lists."""
        rows = self.collection.rows()
        # First the window, from the index alone; so a late page joins twenty rows, not all.
        window = rows.values("pk")[wanted]
        if len(self.kinds) == 1 and not self.collection.leading:
            [kind] = self.kinds
            order = ["date", "pk"] if self.collection.oldest_first else ["-date", "-pk"]
            return list(kind.cards().filter(pk__in=window).order_by(*order))
        found = _collected().filter(pk__in=window).order_by(*rows.query.order_by)
        cards = select_cards(found, "page", self.kinds)
        return [specific_card(row.page) for row in cards]

    def facets(self) -> list[Facet]:
        """Counts by type and year, newest year first; one query however many pages."""
        rows: Any = (
            self.collection.rows()
            .order_by()
            # Text, because SQLite takes a date apart by calling Python for every row.
            .annotate(year=Substr(Cast("date", CharField(max_length=10)), 1, 4))
            .values("content_type_id", "year")
            .annotate(count=Count("pk"), newest=Max("date"))
        )
        facets = [Facet(**{**row, "year": int(row["year"])}) for row in rows]
        return sorted(facets, key=lambda facet: -facet.year)


def collect_pages(
    *,
    topics: "Iterable[Topic]" = (),
    match: str = "any",
    types: Iterable[str] = (),
    branch: "Branch | None" = None,
    year: int | None = None,
    locale: Locale | None = None,
    exclude: Iterable[Page] = (),
    shape: str = "thumb",
) -> CollectedList:
    """Live, public pages for readers, newest first, as cards.

    ``match``: carry ``any`` or ``all`` of the topics. ``types``: registered keys, none means all.
    ``branch``: that branch itself, not those below. ``locale``: the active one if not given.
    """
    collection = Collection(locale_id=(locale or Locale.get_active()).pk)
    ids = [topic.pk for topic in topics]
    every = [carries([pk]) for pk in ids]
    collection = collection.where(*every) if match == "all" else collection.also(ids)
    if kinds := registry.types_for(types):
        collection = collection.where(of_types(kinds))
    if branch is not None:
        collection = collection.where(Q(branch=branch))
    if year is not None:
        collection = collection.where(in_year(year))
    if left_out := [page.pk for page in exclude]:
        collection = collection.where(~Q(page__in=left_out))
    return CollectedList(collection, shape=shape)


def newest(model: type[Page], locale_id: int, limit: int) -> list[Page]:
    """The newest live, public pages of one registered type, without their pictures' renditions."""
    kinds = [kind for kind in registry.all_types() if kind.model is model]
    collection = Collection(locale_id).where(of_types(kinds))
    return CollectedList(collection, kinds=kinds).bare(slice(0, limit))


def of_types(kinds: Iterable[registry.Collectable]) -> Q:
    return Q(content_type__in=[kind.content_type.pk for kind in kinds])


def in_year(year: int) -> Q:
    """A range, so that the date index serves it. ``year`` is one of the calendar, 1 to 9999."""
    return Q(date__gte=date(year, 1, 1), date__lte=date(year, 12, 31))


def is_public(page: Page) -> bool:
    return page.live and not is_restricted(page)


def count_by_topic(locale_id: int) -> dict[int, int]:
    """How many pages of a language that everybody may read carry each topic.

    Every tag is looked at, which takes longer than all the rest of the page that shows the
    figures, so they are kept for a minute. ``forget_counts`` has them counted anew; what has become
    private since is not counted.
    """
    version = cache.get(COUNTS_VERSION, 0)
    private = hashlib.sha256(repr(restricted_paths()).encode()).hexdigest()[:16]
    key = f"topics.counts:{version}:{locale_id}:{private}"
    counts: dict[int, int] | None = cache.get(key)
    if counts is None:
        counts = _count_by_topic(locale_id)
        cache.set(key, counts, COUNTS_KEPT)
    return counts


def _count_by_topic(locale_id: int) -> dict[int, int]:
    # A question to ask of each tag, in the order of the index by topic: quicker than the set of
    # all pages, which would then have to be sorted by topic.
    page = Collection(locale_id).rows().order_by().filter(page=OuterRef("content_object"))
    tagged = apps.get_model("topics", "TaggedPage").objects.filter(Exists(page))
    return dict(tagged.values_list("tag").annotate(count=Count("*")))


def forget_counts() -> None:
    """Something was published, withdrawn or tagged anew."""
    cache.set(COUNTS_VERSION, secrets.token_hex(4), None)


def collect(model: type[Page], ids: Iterable[int] | None = None) -> int:
    """Bring ``CollectedPage`` in step with pages of one registered type; all where no ``ids``.

    Returns how many are live. For writers that go round ``save`` (bulk imports).
    """
    kind = registry.type_of(model)
    if kind is None:
        raise LookupError(f"{model.__name__} is not registered with topics.registry.")
    stale = _collected().filter(content_type=kind.content_type)
    # An alias shows another page again; once in a list is enough.
    pages = model._default_manager.filter(live=True, alias_of=None)
    if ids is not None:
        stale, pages = stale.filter(page__in=list(ids)), pages.filter(pk__in=list(ids))
    row = stale.model
    values = pages.values_list("pk", "locale_id", "branch_id", "date")
    with transaction.atomic():
        stale.delete()
        made = (
            row(
                page_id=pk,
                locale_id=locale,
                branch_id=branch,
                date=day,
                content_type=kind.content_type,
            )
            for pk, locale, branch, day in values.iterator(BATCH)
        )
        return len(row.objects.bulk_create(made, batch_size=BATCH))


def refresh() -> int:
    """Make ``CollectedPage`` anew for every registered type. Returns the number of rows."""
    with transaction.atomic():
        _collected().delete()
        return sum(collect(kind.model) for kind in registry.all_types())
