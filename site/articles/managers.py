"""Lists of articles: what a card needs in a constant number of queries, bodies left out."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import Q

from wagtail.models import PageManager

from assets.pictures import with_renditions
from core.managers import BasePageQuerySet
from topics import registry
from topics.collecting import CollectedList, Collection, of_types

if TYPE_CHECKING:
    from articles.models import ArticlePage


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

    def related_to(self, page: "ArticlePage", limit: int = 3) -> list[Any]:
        """Other articles of the type and language that share a topic, newest first."""
        tags = [topic.pk for topic in page.topic_list]
        if not tags:
            return []
        kinds = [kind for kind in registry.all_types() if kind.model is self.model]
        collection = Collection(page.locale_id).also(tags)
        others = collection.where(of_types(kinds), ~Q(page=page.pk))
        return CollectedList(others, kinds=kinds)[:limit]


ArticleManager = PageManager.from_queryset(ArticleQuerySet)
