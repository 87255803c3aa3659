"""The activities of a branch, or of all, for a phone's calendar."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wagtail.models import Page

from core.addresses import Addresses
from core.answers import for_everybody
from core.frame import Frame
from feeds.calendar import Event, calendar
from feeds.serving import MAX_AGE, public_page
from feeds.views.articles import BEGINNING
from news.models import BranchActivity, BranchIndexPage, BranchPage
from topics.collecting import is_public

# Older ones are on the page; a phone's calendar need not keep them.
DAYS_BACK = 400
NUMBER = 500


@require_safe
def activities(request: HttpRequest, path: str) -> HttpResponseBase:
    """Whole days: the site knows no times."""
    page = public_page(request, path)
    branches = BranchPage.objects.for_readers().filter(alias_of=None)
    if isinstance(page, BranchPage):
        branches = branches.filter(pk=page.pk)
    elif isinstance(page, BranchIndexPage):
        branches = branches.child_of(page)
    else:
        raise Http404(_("没有这个订阅。"))
    since = timezone.localdate() - timedelta(days=DAYS_BACK)
    found = BranchActivity.objects.filter(
        page__in=branches.order_by().values("pk"), date__gte=since
    )
    rows = found.select_related("page", "article").order_by("-date", "pk")[:NUMBER]
    addresses = Addresses(request)
    name = _("%(name)s的活动") % {"name": page.title}
    site = Frame.of(request).settings.name
    body = calendar(f"{name} - {site}", [_event(row, addresses) for row in rows])
    return for_everybody(request, body, "text/calendar; charset=utf-8", max_age=MAX_AGE)


def _event(activity: BranchActivity, addresses: Addresses) -> Event:
    page: Any = activity.page
    article: Page | None = activity.article
    shown = article if article is not None and is_public(article) else page
    return Event(
        uid=f"activity-{activity.pk}@{addresses.origin.partition('://')[2]}",
        day=activity.date,
        title=activity.title,
        text=activity.text,
        place=page.place,
        url=addresses.of(shown.url_path),
        changed=page.last_published_at or BEGINNING,
    )
