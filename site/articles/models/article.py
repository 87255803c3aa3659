"""The abstract article: what news, theory, lectures and branch showcases share."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from accounts.models import Branch
from approvals.credits import name_approvers
from articles.blocks import BodyBlock
from articles.forms import ArticlePageForm
from articles.managers import ArticleManager, Surroundings
from articles.models.correction import Correction
from articles.models.number import ManuscriptCounter
from articles.models.source import Source
from articles.panels import LengthMeterPanel
from articles.searching import article_content
from articles.showcases import showcase_address, with_showcase
from articles.wordcount import body_text, count_words, listening_minutes, reading_minutes
from assets.pictures import attach_renditions
from core.fields import StreamField
from core.frame import Frame
from core.models import BasePage
from core.publishing import ContentKind
from search.registry import Content
from topics.fields import TopicsField
from topics.links import with_urls


class Audience(models.TextChoices):
    """For whom a text is written: a facet for readers, never a lock."""

    PUBLIC = "public", _("群众")
    APPLICANTS = "applicants", _("入党积极分子")
    MEMBERS = "members", _("党员")
    CADRES = "cadres", _("党务工作者")


class ArticlePage(BasePage):
    """A manuscript: text with an origin, an author, a responsible editor and a number."""

    base_form_class = ArticlePageForm

    content_kind = ContentKind.MANUSCRIPT
    subpage_types: list[str] = []

    serve_select_related: ClassVar[tuple[str, ...]] = ("source", "branch", "cover", "owner")
    # How the page's own template shows the cover, and its meta tags.
    serve_cover_shapes: ClassVar[tuple[str, ...]] = ("column", "og", "square")
    # What ``search_content`` reads of other rows.
    search_related: ClassVar[tuple[str, ...]] = ("source", "branch", "cover")
    # Whether the page shows its topics, and others that share them.
    leads_to_topics: ClassVar[bool] = True
    # A copy is a manuscript of its own.
    exclude_fields_in_copy: ClassVar[list[str]] = ["manuscript_number"]

    # Origin
    source = models.ForeignKey(
        Source,
        verbose_name=_("来源"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("从名单里选。名单由总编维护。"),
    )
    original_url = models.URLField(
        _("原文网址"), blank=True, help_text=_("转载的稿件必填，读者可以对照原文。")
    )
    author = models.CharField(_("作者"), max_length=60, blank=True)
    responsible_editor = models.CharField(_("责任编辑"), max_length=30, blank=True)
    manuscript_number = models.CharField(
        _("稿件编号"), max_length=20, blank=True, editable=False, db_index=True
    )
    date = models.DateField(
        _("发布日期"),
        default=timezone.localdate,
        db_index=True,
        help_text=_("读者看到的日期，列表按它排序。"),
    )

    # Content
    summary = models.TextField(
        _("导语"), max_length=200, blank=True, help_text=_("列表和文首的一段话，200 字以内。")
    )
    cover = models.ForeignKey(
        "assets.Image",
        verbose_name=_("题图"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("列表里的小图和文首大图。横图为宜。"),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("正文"))
    word_count = models.PositiveIntegerField(_("字数"), default=0, editable=False)

    # Order and reach
    topics = TopicsField()
    branch = models.ForeignKey(
        Branch,
        verbose_name=_("党组织"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("稿件写的是哪个支部，会出现在它的页面上。"),
    )
    audience = models.CharField(
        _("对象"), max_length=12, choices=Audience.choices, default=Audience.PUBLIC
    )

    objects = ArticleManager()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("cover"),
        LengthMeterPanel(),
        FieldPanel("body"),
        FieldPanel("topics"),
        FieldRowPanel([FieldPanel("branch"), FieldPanel("audience")], heading=_("归属")),
        MultiFieldPanel(
            [
                FieldPanel("source"),
                FieldPanel("original_url"),
                FieldRowPanel([FieldPanel("author"), FieldPanel("responsible_editor")]),
                FieldPanel("date"),
                FieldPanel("manuscript_number", read_only=True),
            ],
            heading=_("来源与署名"),
        ),
        InlinePanel("corrections", heading=_("更正"), label=_("更正")),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("author"),
        index.FilterField("date"),
        index.FilterField("branch_id"),
        index.FilterField("audience"),
    ]

    translatable_fields = [
        *BasePage.translatable_fields,
        TranslatableField("summary"),
        TranslatableField("body"),
        TranslatableField("corrections"),
        SynchronizedField("source"),
        SynchronizedField("original_url"),
        SynchronizedField("author"),
        SynchronizedField("responsible_editor"),
        SynchronizedField("date"),
        SynchronizedField("cover"),
        SynchronizedField("tagged_pages"),
        SynchronizedField("branch"),
        SynchronizedField("audience"),
    ]

    @classmethod
    def for_serving(cls, pages: models.QuerySet) -> models.QuerySet:
        found = super().for_serving(pages)
        return with_showcase(found.annotate(stored_corrections=Correction.rows_of_page()))

    def clean(self) -> None:
        super().clean()
        self.word_count = self.current_word_count

    def save(self, clean: bool = True, **kwargs: Any) -> None:
        if not self.manuscript_number and not self.alias_of_id:
            self.manuscript_number = ManuscriptCounter.issue()[0]
        if clean:
            self.word_count = self.current_word_count
            if self.live:
                self.check_publishable()
        super().save(clean=clean, **kwargs)

    def check_publishable(self) -> None:
        super().check_publishable()
        self.check_content()
        self.check_limits()

    def check_submittable(self) -> None:
        super().check_submittable()
        self.check_origin()

    def check_content(self) -> None:
        """Raise ``ValidationError`` where there is nothing yet to read, see or hear."""
        if not self.has_content:
            raise ValidationError(
                _("正文还是空的。请写上正文，或放进图片、音视频，再提交审稿。"), code="empty"
            )

    def check_origin(self) -> None:
        """Raise ``ValidationError`` for a reprint that does not say where the original stands."""
        if self.is_reprint and not self.original_url:
            raise ValidationError({"original_url": _("转载的稿件要填写原文网址。")})

    def check_limits(self) -> None:
        """Raise ``ValidationError`` with figure and limit where a format's limit is passed.

        Drafts may be longer; submission and publication ask this.
        """

    @property
    def has_content(self) -> bool:
        """Words, or a block that is no running text: a picture, a video, a document."""
        return bool(self.current_word_count) or any(
            not hasattr(block.block, "text_of") for block in self.body
        )

    @property
    def current_word_count(self) -> int:
        """字数 of the body as it stands, saved or not."""
        return count_words(body_text(self.body))

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(self.word_count)

    @property
    def listening_minutes(self) -> int:
        """How long a voice takes to read it aloud."""
        return listening_minutes(self.word_count)

    @property
    def length_label(self) -> str:
        label = ngettext("%(count)s 字", "%(count)s 字", self.word_count)
        return label % {"count": f"{self.word_count:,}"}

    @property
    def showcase_url(self) -> str:
        """Where the branch that the text is about is introduced; empty where nowhere."""
        return showcase_address(self)

    @property
    def is_reprint(self) -> bool:
        return bool(self.source and not self.source.is_own)

    @cached_property
    def headings(self) -> list[dict[str, Any]]:
        """The contents: text, level and anchor of each heading, in order."""
        return [
            {"text": block.value["text"], "level": block.value["level"], "anchor": f"h-{block.id}"}
            for block in self.body
            if block.block_type == "heading"
        ]

    @cached_property
    def topic_list(self) -> list[Any]:
        """The accepted topics, in one query."""
        return self.find_topics()

    def find_topics(self, request: HttpRequest | None = None) -> list[Any]:
        """The accepted topics with their addresses; ``request`` knows where the site stands."""
        if not self.leads_to_topics:
            return []
        return with_urls(self.topics.filter(status="accepted"), request)

    @cached_property
    def correction_list(self) -> list[Any]:
        """Newest first, each with the names of who approved it (``approved_by``)."""
        if hasattr(self, "stored_corrections"):
            corrections = Correction.from_rows(self.stored_corrections)
        else:
            corrections = self.corrections.all()
        newest_first = sorted(corrections, key=lambda correction: correction.date, reverse=True)
        return name_approvers(self, newest_first)

    @cached_property
    def surroundings(self) -> Surroundings:
        """The articles before and after this one, and up to three that share a topic."""
        if not self.leads_to_topics:
            return Surroundings(related=[])
        return type(self).objects.around(self)

    @property
    def related(self) -> list[Any]:
        """Up to three others of the same type that share a topic, newest first."""
        return self.surroundings.related

    def search_content(self) -> Content:
        """What search is told of the article; see ``search.registry``."""
        return article_content(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["section"] = Frame.of(request).section_of(self)
        self.topic_list = self.find_topics(request)
        self.gather_pictures()
        return context

    def gather_pictures(self) -> None:
        """Have all pictures of the page at hand before the first is drawn: one query for their
        renditions."""
        attach_renditions([self.cover], *self.serve_cover_shapes)
        self.body.stream_block.load_references(self.body)
        self.related  # noqa: B018

    class Meta:
        abstract = True
