"""The home page, composed by editors."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from articles.models import ArticlePage
from core.fields import StreamField
from core.models import BasePage
from home.blocks import HomeSectionsBlock
from news.models import NewsPage


class HomePage(BasePage):
    """One lead story, then sections in the order that the editors give them."""

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

    class Meta:
        verbose_name = _("首页")
        verbose_name_plural = _("首页")

    @cached_property
    def lead(self) -> ArticlePage | None:
        """The chosen story where readers may see it, else the newest news."""
        chosen = self._chosen_lead()
        if chosen is not None:
            return chosen
        newest = NewsPage.objects.for_readers().filter(locale_id=self.locale_id)
        return newest.newest_first().cards("lead").first()

    def _chosen_lead(self) -> ArticlePage | None:
        if self.lead_story_id is None:
            return None
        model = self.lead_story.specific_class
        if model is None or not issubclass(model, ArticlePage):
            return None
        return model.objects.for_readers().filter(pk=self.lead_story_id).cards("lead").first()

    @cached_property
    def section_pages(self) -> dict[type[BasePage], Page]:
        """The live first-level pages by type: where a section's "all" link leads."""
        pages = self.get_children().live().public()
        return {page.specific_class: page for page in pages if page.specific_class is not None}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["lead"] = self.lead
        context["sections"] = self.section_pages
        return context
