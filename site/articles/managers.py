"""Lists of articles: what a card needs in a constant number of queries, bodies left out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Case, Q, Value, When

from wagtail.models import PageManager

from assets.pictures import attach_renditions, with_renditions
from core.managers import BasePageQuerySet
from topics import registry
from topics.collecting import Collection, of_types

if TYPE_CHECKING:
    from articles.models import ArticlePage


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around an article: ``related`` by topic, the one before and after by date."""

    related: list[Any]
    previous: Any = None
    next: Any = None

    @classmethod
    def of(cls, page: "ArticlePage", cards: list[Any]) -> "Surroundings":
        """From cards that bear ``is_akin`` and hold the nearest on both sides."""
        place = (page.date, page.pk)
        cards = sorted(cards, key=lambda card: (card.date, card.pk), reverse=True)
        related = [card for card in cards if card.is_akin]
        attach_renditions((card.cover for card in related), "thumb")
        return cls(
            related=related,
            previous=next((card for card in cards if (card.date, card.pk) < place), None),
            next=next((card for card in reversed(cards) if (card.date, card.pk) > place), None),
        )


class ArticleQuerySet(BasePageQuerySet):
    def newest_first(self) -> "ArticleQuerySet":
        return self.order_by("-date", "-pk")

    def bare_cards(self) -> "ArticleQuerySet":
        """What a card shows, in one query: no bodies; branch, cover and media joined."""
        names = {field.name for field in self.model._meta.get_fields()}
        return self.defer("body").select_related(*({"branch", "cover", "media"} & names))

    def cards(self, *shapes: str) -> "ArticleQuerySet":
        """The same with the covers' renditions in ``shapes``: one query more."""
        found = with_renditions(self.bare_cards(), "cover", *(shapes or ("thumb",)))
        return cast("ArticleQuerySet", found)

    def around(self, page: "ArticlePage", limit: int = 3) -> "Surroundings":
        """What to read after ``page``, of its type and language: one query for the pages and one
        for the pictures of those related."""
        kinds = [kind for kind in registry.all_types() if kind.model is self.model]
        collection = Collection(page.locale_id).where(of_types(kinds))
        tags = [topic.pk for topic in page.topic_list]
        akin = collection.also(tags).where(~Q(page=page.pk)).rows().values("pk")[:limit]
        same_day = Q(date=page.date)
        rows = collection.rows()
        older = rows.filter(Q(date__lt=page.date) | same_day & Q(page__lt=page.pk))
        newer = rows.filter(Q(date__gt=page.date) | same_day & Q(page__gt=page.pk))
        beside = Q(pk__in=older.values("pk")[:1]) | Q(
            pk__in=newer.order_by("date", "page_id").values("pk")[:1]
        )
        is_akin = Q(pk__in=akin) if tags else Q(pk__in=[])
        role = Case(When(is_akin, then=Value(True)), default=False)
        cards = [
            card
            for kind in kinds
            for card in kind.cards().filter(beside | is_akin).annotate(is_akin=role)
        ]
        return Surroundings.of(page, cards)


ArticleManager = PageManager.from_queryset(ArticleQuerySet)
