"""The home page, composed by editors."""

from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core.fields import StreamField
from core.frame import Frame
from core.models import BasePage
from core.publishing import ContentKind
from home.blocks import HomeSectionsBlock
from home.composition import Composition
from search.registry import not_searchable
from topics.cards import select_cards


@not_searchable
class HomePage(BasePage):
    """One lead story, then sections in the order that the editors give them."""

    content_kind = ContentKind.COMPOSITION
    introduces_site = True
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "news.NewsIndexPage",
        "news.BranchIndexPage",
        "learning.TheoryIndexPage",
        "learning.LectureIndexPage",
        "topics.TopicIndexPage",
        "home.StandardPage",
    ]
    page_description = _("网站首页：头条和各栏目的组合。")

    template = "pages/home/home_page.html"

    lead_story = models.ForeignKey(
        Page,
        verbose_name=_("头条"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("首页最大的一篇。不选则用最新的一篇新闻。"),
    )
    sections = StreamField(HomeSectionsBlock(), blank=True, verbose_name=_("版块"))

    content_panels = [
        *BasePage.content_panels,
        PageChooserPanel(
            "lead_story",
            ["news.NewsPage", "learning.TheoryArticlePage", "learning.VideoLecturePage"],
        ),
        FieldPanel("sections"),
    ]

    translatable_fields = [
        *BasePage.translatable_fields,
        SynchronizedField("lead_story"),
        TranslatableField("sections"),
    ]

    @classmethod
    def for_serving(cls, pages: QuerySet) -> QuerySet:
        """Brings the lead story along, whatever its type."""
        return select_cards(pages, "lead_story")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["composition"] = composition = Composition(self, Frame.of(request))
        context["lead"] = composition.lead
        return context

    class Meta:
        verbose_name = _("首页")
        verbose_name_plural = _("首页")
