"""What stands on the home page, in a number of queries that the number of articles can't change."""

from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property

from wagtail.models import Page

from articles.models import ArticlePage
from assets.pictures import attach_renditions
from core.frame import Frame
from core.models import BasePage
from core.visibility import is_restricted
from news.models import NewsIndexPage, NewsPage
from topics.cards import specific_card
from topics.collecting import newest

if TYPE_CHECKING:
    from home.models import HomePage

# The largest number a news section may show, and one more in case the lead is among them.
NEWEST = 13
# Few enough to choose from at a glance.
TODAY = 5


class Composition:
    """The lead and the items of each section, their pictures looked up together."""

    def __init__(self, page: "HomePage", frame: Frame) -> None:
        self.page, self.frame = page, frame
        self.locale_id = page.locale_id
        self._items: dict[int, list[Any]] = {}
        shapes: set[str] = set()
        for section in page.sections:
            found = section.block.items(section.value, self)
            self._items[id(section.value)] = found
            shapes.update(section.block.picture_shapes)
        everything = [item for items in self._items.values() for item in items]
        if self.lead is not None:
            everything.append(self.lead)
            shapes.update({"lead", "poster"})
        attach_renditions((getattr(item, "cover", None) for item in everything), *sorted(shapes))

    @cached_property
    def lead(self) -> ArticlePage | None:
        """The chosen story where readers may see it, else the newest news."""
        chosen = self.page.lead_story
        if chosen is not None and chosen.live and not is_restricted(chosen):
            story = specific_card(chosen)
            if isinstance(story, ArticlePage):
                return story
        return self.newest_news[0] if self.newest_news else None

    @cached_property
    def newest_news(self) -> list[Any]:
        return list(newest(NewsPage, self.locale_id, NEWEST))

    @property
    def today(self) -> list[ArticlePage]:
        """The lead and the newest news after it: the whole list of a home page in elder mode."""
        others = [item for item in self.newest_news if self.lead is None or item.pk != self.lead.pk]
        return [*([self.lead] if self.lead else []), *others][:TODAY]

    @property
    def news_section(self) -> Page | None:
        return self.index_pages.get(NewsIndexPage)

    @cached_property
    def index_pages(self) -> dict[type[BasePage], Page]:
        """The first-level pages by type: where a section's "all" link leads."""
        return {page.specific_class: page for page in self.frame.sections if page.specific_class}

    def items_of(self, value: Any) -> list[Any]:
        """The items of a section of the page, by its block value."""
        return self._items.get(id(value), [])
