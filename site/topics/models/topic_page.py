"""A topic's own page: introduction, pins, and everything its rules collect."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Locale, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core.fields import StreamField
from core.models import BasePage
from core.publishing import ContentKind
from core.richtext import FEATURES
from topics.cards import make_cards, select_cards
from topics.collecting import Collection, is_public
from topics.forms.topic_page import TopicPageForm
from topics.listing import Listing
from topics.models.topic import Topic
from topics.rules import RULES, apply_rules


class Order(models.TextChoices):
    NEWEST = "newest", _("从新到旧")
    OLDEST = "oldest", _("从旧到新")
    BY_HAND = "by_hand", _("置顶稿件在前，其余从新到旧")


class TopicPage(BasePage):
    """Collects articles of all types by topic and rules; new ones appear by themselves."""

    base_form_class = TopicPageForm

    content_kind = ContentKind.COMPOSITION
    parent_page_types = ["topics.TopicIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("专题：自动收入标有某个专题词的全部稿件，可置顶，可按规则增减。")

    template = "pages/topics/topic_page.html"
    serve_select_related = ("topic", "locale")
    # How many pins stand before the list; in order "by hand" all of them lead it.
    PINS_SHOWN: ClassVar[int] = 3
    PINS_LIMIT: ClassVar[int] = 20

    introduction = RichTextField(
        _("专题导语"),
        blank=True,
        features=FEATURES["paragraph"],
        help_text=_("这个专题讲什么，一小段话，显示在标题下面。"),
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("专题词"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="pages",
        limit_choices_to={"status": "accepted"},
        help_text=_("标有这个专题词的稿件都收入本页；读者点稿件上的专题词也会来到本页。"),
    )
    rules = StreamField(
        RULES,
        blank=True,
        verbose_name=_("收入规则"),
        help_text=_("可不填。用来多收几个专题的稿件，或只收一部分；从上到下依次生效。"),
    )
    order = models.CharField(
        _("排列顺序"), max_length=10, choices=Order.choices, default=Order.NEWEST
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel([FieldPanel("topic"), FieldPanel("rules")], heading=_("收入哪些稿件")),
        InlinePanel(
            "pins",
            heading=_("置顶稿件"),
            label=_("稿件"),
            max_num=PINS_LIMIT,
            help_text=_("前三篇显示为“先读这些”。可拖动改变顺序。"),
        ),
        FieldPanel("order"),
    ]

    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    translatable_fields = [
        *BasePage.translatable_fields,
        TranslatableField("introduction"),
        SynchronizedField("topic"),
        SynchronizedField("rules"),
        SynchronizedField("order"),
        SynchronizedField("pins"),
    ]

    class Meta:
        verbose_name = _("专题")
        verbose_name_plural = _("专题")

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Restore from a revision; a topic merged since then is read as the one in its place."""
        page = super().from_serializable_data(data, *args, **kwargs)
        if page is not None and page.topic and page.topic.merged_into_id:
            page.topic = page.topic.merged_into
        return page

    @property
    def summary(self) -> str:
        """The introduction as plain text, for cards."""
        return " ".join(strip_tags(self.introduction.replace("</p>", " ")).split())

    def collection_in(self, locale_id: int) -> Collection:
        """What this page collects of the articles in one language."""
        nothing = Collection(locale_id)
        own = nothing.also([self.topic_id]) if self.topic_id else nothing
        collection = apply_rules(self.rules, own)
        if collection == nothing:
            return nothing.where(models.Q(pk__in=[]))
        return collection.ordered(
            oldest_first=self.order == Order.OLDEST,
            leading=[page.pk for page in self.pinned_pages] if self.order == Order.BY_HAND else (),
        )

    @cached_property
    def pinned_pages(self) -> list[Page]:
        """What is pinned, live or not, in the page's own language where it exists there."""
        pins = select_cards(self.pins.order_by("sort_order"), "target")
        pages = [pin.target for pin in pins]
        foreign = [page for page in pages if page.locale_id != self.locale_id]
        if foreign:
            keys = [page.translation_key for page in foreign]
            same = Page.objects.filter(translation_key__in=keys, locale_id=self.locale_id)
            own = {page.translation_key: page for page in same}
            pages = [own.get(page.translation_key, page) for page in pages]
        return pages

    def listing(self, request: HttpRequest) -> Listing:
        """The list in this page's language; where that has nothing yet, in the source language."""
        found = Listing(self.collection_in(self.locale_id), request.GET)
        if found.total or self.locale.language_code == settings.LANGUAGE_CODE:
            return found
        return Listing(self.collection_in(Locale.get_default().pk), request.GET)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        listing = self.listing(request)
        context.update(listing.context())
        context["pins"] = self.shown_pins(listing)
        context["is_fallback"] = listing.collection.locale_id != self.locale_id
        return context

    def shown_pins(self, listing: Listing) -> list[Page]:
        """The first pins that readers may see; none on later pages or under a filter."""
        if listing.is_filtered or listing.page_obj.number > 1:
            return []
        visible = [page for page in self.pinned_pages if is_public(page)]
        return make_cards(visible[: self.PINS_SHOWN], "thumb")
