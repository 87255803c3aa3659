"""The topics section: all topics, and the list of one that has no page."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import TranslatableField

from core.models import BasePage
from core.publishing import ContentKind
from topics.collecting import Collection, count_by_topic, is_public
from topics.links import with_rest, with_urls
from topics.listing import Listing, Unknown
from topics.models.topic import Topic
from topics.models.topic_page import TopicPage


class TopicIndexPage(BasePage):
    """Lists the topic pages; with ``?topic=…`` the articles of a topic without a page."""

    content_kind = ContentKind.COMPOSITION
    introduces_site = True
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["topics.TopicPage"]
    max_count_per_parent = 1
    page_description = _("专题栏目：列出全部专题。")

    template = "pages/topics/topic_index_page.html"
    serve_select_related = ("locale",)

    introduction = models.CharField(
        _("栏目介绍"), max_length=120, blank=True, help_text=_("栏目标题下的一句话。")
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    search_fields = [*BasePage.search_fields]

    translatable_fields = [*BasePage.translatable_fields, TranslatableField("introduction")]

    class Meta:
        verbose_name = _("专题栏目")
        verbose_name_plural = _("专题栏目")

    def overview(self, request: HttpRequest) -> dict[str, Any]:
        """All topics: those with a page, in the order of the tree, then others in use."""
        counts = count_by_topic(self.locale_id)
        found = TopicPage.objects.child_of(self).live().select_related("topic").order_by("path")
        pages = [page for page in found if is_public(page)]
        for page in pages:
            # Rules make the number of a page's articles another one than its topic's.
            page.article_count = None if page.rules else counts.get(page.topic_id, 0)
        covered = {page.topic_id for page in pages}
        others = list(Topic.objects.accepted().filter(pk__in=counts.keys() - covered))
        for topic in others:
            topic.article_count = counts[topic.pk]
            topic.url = f"{self.get_url(request)}?topic={topic.slug}"
        asked = request.GET.get("topic", "").strip()
        unknown = [Unknown.of(_("专题"), asked)] if asked else []
        return {"topic": None, "topic_pages": pages, "other_topics": others, "unknown": unknown}

    def list_of(self, topic: Topic, request: HttpRequest) -> dict[str, Any]:
        """The articles of one topic that has no page."""
        collection = Collection(self.locale_id).also([topic.pk])
        return {"topic": topic, **Listing(collection, request.GET, topic=topic.slug).context()}

    def asked_topic(self, request: HttpRequest) -> Topic | None:
        """The accepted topic that the address names, a merged one as that in its place."""
        slug = request.GET.get("topic", "").strip()
        topic = Topic.objects.filter(slug=slug).select_related("merged_into").first()
        if topic is not None and topic.merged_into is not None:
            topic = topic.merged_into
        return topic if topic is not None and topic.is_accepted else None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A topic that was merged, or has a page of its own, is answered from there."""
        topic = self.asked_topic(request) if request.GET.get("topic") else None
        if topic is not None:
            with_urls([topic], request, self.locale.language_code)
            if topic.url != f"{self.get_url(request)}?topic={request.GET['topic'].strip()}":
                return HttpResponseRedirect(with_rest(topic.url, request))
        return super().serve(request, *args, topic=topic, **kwargs)

    def get_context(
        self, request: HttpRequest, *args: Any, topic: Topic | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context.update(self.list_of(topic, request) if topic else self.overview(request))
        return context
