"""The sections of the home page, composed by editors.

A block says which articles it shows (``items``); the home page asks all of them at once and gets
the pictures of all in one query (``home.composition``). A section with nothing to show does not
render.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from wagtail import blocks

from core.models import BasePage
from learning.models import LectureIndexPage, TheoryArticlePage, TheoryIndexPage, VideoLecturePage
from news.models import BranchIndexPage, BranchPage, NewsIndexPage
from topics.collecting import newest
from topics.models import TopicIndexPage, TopicPage

if TYPE_CHECKING:
    from home.composition import Composition


class SectionBlock(blocks.StructBlock):
    """One section: a title, some items, and the page where all of them stand."""

    index_model: ClassVar[type[BasePage]]
    # The cuts of the covers that the template shows.
    picture_shapes: ClassVar[tuple[str, ...]] = ("thumb",)

    title = blocks.CharBlock(label=_("标题"), max_length=20)

    def items(self, value: Any, composition: "Composition") -> list[Any]:
        raise NotImplementedError

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        composition = context.get("composition")
        if composition is not None:
            context["items"] = composition.items_of(value)
            context["section_page"] = composition.index_pages.get(self.index_model)
        return context


class NewestBlock(SectionBlock):
    """The newest of one type."""

    item_model: ClassVar[Any] = None

    count = blocks.IntegerBlock(label=_("条数"), min_value=1, max_value=12, default=4)

    def items(self, value: Any, composition: "Composition") -> list[Any]:
        return list(newest(self.item_model, composition.locale_id, value["count"]))


class NewsSectionBlock(NewestBlock):
    index_model = NewsIndexPage

    class Meta:
        icon = "doc-full"
        label = _("最新新闻")
        template = "components/sections/news.html"

    def items(self, value: Any, composition: "Composition") -> list[Any]:
        """The newest, without the lead, which stands above."""
        lead = composition.lead
        others = [item for item in composition.newest_news if lead is None or item.pk != lead.pk]
        return others[: value["count"]]


class TheorySectionBlock(NewestBlock):
    item_model, index_model = TheoryArticlePage, TheoryIndexPage

    class Meta:
        icon = "openquote"
        label = _("理论文章")
        template = "components/sections/theory.html"


class LectureSectionBlock(NewestBlock):
    item_model, index_model = VideoLecturePage, LectureIndexPage
    picture_shapes = ("poster", "thumb")

    class Meta:
        icon = "media"
        label = _("视频讲座")
        template = "components/sections/lectures.html"


class BranchSectionBlock(NewestBlock):
    item_model, index_model = BranchPage, BranchIndexPage
    picture_shapes = ("tile",)

    class Meta:
        icon = "group"
        label = _("支部风采")
        template = "components/sections/branches.html"


class TopicSectionBlock(SectionBlock):
    """Topic pages: those picked, else the newest."""

    index_model = TopicIndexPage

    topics = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("专题页"), page_type="topics.TopicPage"),
        label=_("专题页"),
        max_num=6,
        default=[],
        help_text=_("不选则列出最近的三个专题。"),
    )

    class Meta:
        icon = "tag"
        label = _("专题")
        template = "components/sections/topics.html"

    def items(self, value: Any, composition: "Composition") -> list[Any]:
        found = TopicPage.objects.for_readers().filter(locale_id=composition.locale_id)
        # The raw ids: the values would load each page before asking whether it may be shown.
        chosen = [child.pk for child in value["topics"] if child is not None]
        if not chosen:
            return list(found.order_by("-first_published_at")[:3])
        by_pk = {page.pk: page for page in found.filter(pk__in=chosen)}
        return [by_pk[pk] for pk in chosen if pk in by_pk]


class HomeSectionsBlock(blocks.StreamBlock):
    news = NewsSectionBlock()
    theory = TheorySectionBlock()
    lectures = LectureSectionBlock()
    topics = TopicSectionBlock()
    branches = BranchSectionBlock()
