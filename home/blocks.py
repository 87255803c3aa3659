"""The sections of the home page, composed by editors.

Each block loads what it shows (``items``) in a constant number of queries; a section with
nothing to show does not render.
"""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.models import Locale

from core.models import BasePage
from learning.models import LectureIndexPage, TheoryArticlePage, TheoryIndexPage, VideoLecturePage
from news.models import BranchIndexPage, BranchPage, NewsIndexPage, NewsPage
from topics.models import TopicIndexPage, TopicPage


class SectionBlock(blocks.StructBlock):
    """The newest of one type, with a way to all of them."""

    item_model: ClassVar[Any] = None
    index_model: ClassVar[type[BasePage]]
    # The cut of the covers.
    picture_spec: ClassVar[str] = "thumb"

    title = blocks.CharBlock(label=_("标题"), max_length=20)
    count = blocks.IntegerBlock(label=_("条数"), min_value=1, max_value=12, default=4)

    def items(self, value: Any, context: dict[str, Any]) -> list[Any]:
        found = self.item_model.objects.for_readers().filter(locale=Locale.get_active())
        lead = context.get("lead")
        if lead is not None:
            found = found.exclude(pk=lead.pk)
        return list(found.newest_first().cards(self.picture_spec)[: value["count"]])

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["items"] = self.items(value, context)
        sections = context.get("sections") or {}
        context["section_page"] = sections.get(self.index_model)
        return context


class NewsSectionBlock(SectionBlock):
    item_model, index_model = NewsPage, NewsIndexPage

    class Meta:
        icon = "doc-full"
        label = _("最新新闻")
        template = "components/sections/news.html"


class TheorySectionBlock(SectionBlock):
    item_model, index_model = TheoryArticlePage, TheoryIndexPage

    class Meta:
        icon = "openquote"
        label = _("理论文章")
        template = "components/sections/theory.html"


class LectureSectionBlock(SectionBlock):
    item_model, index_model = VideoLecturePage, LectureIndexPage
    picture_spec = "poster"

    def items(self, value: Any, context: dict[str, Any]) -> list[Any]:
        found = self.item_model.objects.for_readers().filter(locale=Locale.get_active())
        cards = (
            found.newest_first().cards(self.picture_spec).select_related("media", "cover", "branch")
        )
        return list(cards[: value["count"]])

    class Meta:
        icon = "media"
        label = _("视频讲座")
        template = "components/sections/lectures.html"


class BranchSectionBlock(SectionBlock):
    item_model, index_model = BranchPage, BranchIndexPage
    picture_spec = "tile"

    class Meta:
        icon = "group"
        label = _("支部风采")
        template = "components/sections/branches.html"


class TopicSectionBlock(blocks.StructBlock):
    """Topic pages: those picked, else the newest."""

    title = blocks.CharBlock(label=_("标题"), max_length=20)
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

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        found = TopicPage.objects.live().public().filter(locale=Locale.get_active())
        chosen = [page.pk for page in value["topics"] if page is not None]
        if chosen:
            by_pk = {page.pk: page for page in found.filter(pk__in=chosen)}
            context["items"] = [by_pk[pk] for pk in chosen if pk in by_pk]
        else:
            context["items"] = list(found.order_by("-first_published_at")[:3])
        sections = context.get("sections") or {}
        context["section_page"] = sections.get(TopicIndexPage)
        return context


class HomeSectionsBlock(blocks.StreamBlock):
    news = NewsSectionBlock()
    theory = TheorySectionBlock()
    lectures = LectureSectionBlock()
    topics = TopicSectionBlock()
    branches = BranchSectionBlock()
