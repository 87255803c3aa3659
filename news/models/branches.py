"""支部风采."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from articles.models import ArticleIndexPage, ArticlePage
from core.paginators import paginate
from core.visibility import is_restricted
from search.documents import Passage
from search.registry import Content, not_searchable, searchable
from topics.collecting import collect_pages
from topics.registry import collectable


class BranchActivity(Orderable):
    """One thing a branch did, or will do, with an article about it where there is one."""

    page = ParentalKey("news.BranchPage", on_delete=models.CASCADE, related_name="activities")
    date = models.DateField(_("日期"), default=timezone.localdate)
    title = models.CharField(_("活动"), max_length=80)
    text = models.CharField(_("说明"), max_length=200, blank=True)
    article = models.ForeignKey(
        Page,
        verbose_name=_("相关文章"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("title")]),
        FieldPanel("text"),
        FieldPanel("article"),
    ]

    def __str__(self) -> str:
        return self.title

    @property
    def open_article(self) -> Page | None:
        """``article`` where everybody may read it."""
        article = self.article
        is_open = article is not None and article.live and not is_restricted(article)
        return article if is_open else None

    class Meta(Orderable.Meta):
        verbose_name = _("活动")
        verbose_name_plural = _("活动")


@searchable("branch", pgettext_lazy("several", "支部风采"))
@collectable("branch", pgettext_lazy("several", "支部风采"), introduces_branch=True)
class BranchPage(ArticlePage):
    """A branch's showcase: who, where, what it does, and its articles. One per branch."""

    parent_page_types = ["news.BranchIndexPage"]
    subpage_types: list[str] = []
    page_description = _("支部风采：一个党组织一页，写明书记、人数、地点和活动。")

    template = "pages/news/branch_page.html"
    serve_cover_shapes = ("tile", "og", "square")
    # Its readers find the branch's articles instead.
    leads_to_topics = False

    # Who and where
    secretary = models.CharField(_("书记"), max_length=30, blank=True)
    member_count = models.PositiveIntegerField(_("党员人数"), null=True, blank=True)
    place = models.CharField(_("活动地点"), max_length=100, blank=True)
    contact = models.CharField(
        _("联系方式"), max_length=60, blank=True, help_text=_("办公电话，不要填个人手机号。")
    )

    # Pictures of people
    portrait_consent = models.BooleanField(
        _("已取得出镜者同意"),
        default=False,
        help_text=_("页面里有可辨认的人像时必须勾选；未成年人须取得监护人同意。"),
    )
    consent_note = models.CharField(
        _("同意的记录"),
        max_length=200,
        blank=True,
        help_text=_("何时、以什么方式取得，存放在哪里。不对外显示。"),
    )

    content_panels = [
        *ArticlePage.content_panels[:3],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("secretary"), FieldPanel("member_count")]),
                FieldPanel("place"),
                FieldPanel("contact"),
            ],
            heading=_("基本情况"),
        ),
        InlinePanel("activities", heading=_("活动"), label=_("活动")),
        MultiFieldPanel(
            [FieldPanel("portrait_consent"), FieldPanel("consent_note")], heading=_("人像授权")
        ),
        *ArticlePage.content_panels[3:],
    ]

    search_fields = [*ArticlePage.search_fields]

    translatable_fields = [
        *ArticlePage.translatable_fields,
        TranslatableField("secretary"),
        SynchronizedField("member_count"),
        TranslatableField("place"),
        SynchronizedField("contact"),
        SynchronizedField("portrait_consent"),
        SynchronizedField("consent_note"),
        TranslatableField("activities"),
    ]

    @property
    def has_content(self) -> bool:
        """Who and where is enough to show a branch."""
        known = self.secretary or self.place or self.member_count or self.branch
        return bool(known) or super().has_content

    @property
    def length_label(self) -> str:
        if not self.member_count:
            return ""
        label = ngettext("党员 %(count)s 名", "党员 %(count)s 名", self.member_count)
        return label % {"count": f"{self.member_count:,}"}

    @cached_property
    def activity_list(self) -> list[BranchActivity]:
        """Newest first."""
        return list(self.activities.order_by("-date").select_related("article"))

    def search_content(self) -> Content:
        content = super().search_content()
        content.people = [self.secretary, *content.people]
        content.extra = [self.place, *content.extra]
        done = [f"{activity.title}\n{activity.text}" for activity in self.activities.all()]
        content.passages = [*content.passages, *map(Passage, done)]
        return content

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        found = collect_pages(branch=self.branch, locale=self.locale, exclude=[self])
        context["articles"] = paginate(found, request.GET.get("page", 1), per_page=10)
        return context

    class Meta:
        verbose_name = _("支部风采")
        verbose_name_plural = _("支部风采")


@not_searchable
class BranchIndexPage(ArticleIndexPage):
    """All branches as tiles."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.BranchPage"]
    page_description = _("支部风采栏目：列出各党组织的页面。")

    template = "pages/news/branch_index_page.html"
    article_model = BranchPage
    card_shape = "tile"

    class Meta:
        verbose_name = _("支部风采栏目")
        verbose_name_plural = _("支部风采栏目")
