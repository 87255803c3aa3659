"""Which posters are scanned, and how often."""

from datetime import timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies.pages import PagePermissionPolicy

from sharing.models import Poster

RIGHTS = {"add", "change", "publish"}


def counted(found: QuerySet[Poster]) -> QuerySet[Poster]:
    """With ``total`` scans, those of the last 7 and 30 days, and the ``last`` day: one query."""
    today = timezone.localdate()

    def since(days: int) -> Coalesce:
        recent = Q(scans__day__gt=today - timedelta(days=days))
        return Coalesce(Sum("scans__count", filter=recent), 0)

    return found.annotate(
        total=Coalesce(Sum("scans__count"), 0),
        week=since(7),
        month=since(30),
        last=Max("scans__day"),
    )


def visible_to(user: Any) -> QuerySet[Poster]:
    """The posters of pages that ``user`` works on, and their own."""
    if user.is_superuser:
        return Poster.objects.all()
    pages = PagePermissionPolicy().instances_user_has_any_permission_for(user, RIGHTS)
    shown = Q(made_by=user) | Q(page__in=pages.order_by().values("pk"))
    if user.has_perm("topics.change_topic"):
        shown |= Q(topic__isnull=False)
    return Poster.objects.filter(shown)


class PosterReportView(ReportView):
    """One row a poster, to be sorted and taken away as a table."""

    page_title = _("海报扫码次数")
    header_icon = "site"
    model = Poster
    index_url_name = "sharing_report"
    index_results_url_name = "sharing_report_results"
    default_ordering = "-total"
    columns = [
        TitleColumn("title", label=_("标题"), url_name="sharing_scans", accessor=str),
        Column("total", label=_("总次数"), sort_key="total"),
        Column("month", label=_("近 30 天"), sort_key="month"),
        Column("week", label=_("近 7 天"), sort_key="week"),
        Column("last", label=_("最近一天"), sort_key="last"),
        DateColumn("made_at", label=_("制作时间"), sort_key="made_at"),
    ]
    list_export = ["title", "place", "code", "total", "month", "week", "last", "made_at"]
    export_headings = {
        "title": _("标题"),
        "place": _("张贴处"),
        "code": _("短码"),
        "total": _("总次数"),
        "month": _("近 30 天"),
        "week": _("近 7 天"),
        "last": _("最近一天"),
        "made_at": _("制作时间"),
    }

    def get_base_queryset(self) -> QuerySet[Poster]:
        return counted(visible_to(self.request.user))
