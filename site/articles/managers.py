"""Lists of articles: what a card needs in a constant number of queries, bodies left out."""

from typing import TYPE_CHECKING, Any

from wagtail.models import PageManager

from assets.pictures import with_renditions
from core.managers import BasePageQuerySet

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
        return with_renditions(self.bare_cards(), "cover", *(shapes or ("thumb",)))

    def related_to(self, page: "ArticlePage", limit: int = 3) -> list[Any]:
        """Other articles of the type and language that share a topic, newest first."""
        tags = [topic.pk for topic in page.topic_list]
        if not tags:
            return []
        return list(
            self.for_readers()
            .filter(locale_id=page.locale_id, tagged_pages__tag__in=tags)
            .exclude(pk=page.pk)
            .newest_first()
            .distinct()
            .cards()[:limit]
        )


ArticleManager = PageManager.from_queryset(ArticleQuerySet)
