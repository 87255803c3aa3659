"""Lists of articles: what a card needs in a constant number of queries, bodies left out."""

from typing import TYPE_CHECKING, Any

from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from assets.pictures import with_renditions

if TYPE_CHECKING:
    from articles.models import ArticlePage


class ArticleQuerySet(PageQuerySet):
    def newest_first(self) -> "ArticleQuerySet":
        return self.order_by("-date", "-pk")

    def for_readers(self) -> "ArticleQuerySet":
        """Live and open to everybody."""
        return self.live().public()

    def cards(self, spec: str = "thumb") -> "ArticleQuerySet":
        """Without bodies; with branch and cover, the cover's renditions ready for ``spec``."""
        return with_renditions(self.defer("body").select_related("branch", "cover"), "cover", spec)

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
