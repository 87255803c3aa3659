"""Making and printing posters."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wagtail.admin import messages
from wagtail.models import Page

from core.addresses import Addresses
from core.frame import Frame
from sharing import posters, qr
from sharing.forms import PosterForm
from sharing.models import Poster
from sharing.report import counted, visible_to
from topics.models import Topic

# The days that a poster's own page lists.
DAYS_SHOWN = 60


def of_page(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=page_id).specific
    return _posters_of(request, page, {"page": page, "title": page.title})


def of_topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    topic = get_object_or_404(Topic, pk=topic_id)
    return _posters_of(request, topic, {"topic": topic, "title": topic.name})


@require_http_methods(["GET", "HEAD", "POST"])
def _posters_of(request: HttpRequest, subject: Any, values: dict[str, Any]) -> HttpResponse:
    """The posters there are of it, and a form for one more."""
    if not posters.may_make(request.user, subject):
        raise PermissionDenied
    can_be_shown = posters.can_be_shown(subject)
    form = PosterForm(
        request.POST or None,
        instance=Poster(**values, made_by=request.user),  # type: ignore[misc]
    )
    if request.method == "POST" and not can_be_shown:
        messages.error(request, _("没有做成：现在不是人人都能看到，不能印成海报。"))
    elif request.method == "POST" and form.is_valid():
        poster = form.save()
        messages.success(
            request,
            _("海报做好了，可以打印。"),
            buttons=[messages.button(reverse("sharing_sheet", args=[poster.pk]), _("打印"))],
        )
        return redirect(request.path)
    kind = {name: value for name, value in values.items() if name != "title"}
    made = counted(Poster.objects.filter(**kind))
    context = {
        "subject": values["title"],
        "form": form,
        "posters": made,
        "can_be_shown": can_be_shown,
    }
    return TemplateResponse(request, "wagtailadmin/sharing/posters.html", context)


def _poster(request: HttpRequest, poster_id: int) -> Poster:
    """Raises ``Http404`` for one that is not for this person."""
    mine = visible_to(request.user).select_related("page", "topic__merged_into")
    return get_object_or_404(mine, pk=poster_id)


def _short_link(request: HttpRequest, poster: Poster) -> str:
    return f"{Addresses(request).origin}{reverse('poster_scan', args=[poster.code])}"


@require_safe
def sheet(request: HttpRequest, poster_id: int) -> HttpResponse:
    """The poster on A4."""
    poster = _poster(request, poster_id)
    subject = poster.page or poster.topic
    if subject is None or not posters.can_be_shown(subject):
        messages.error(request, _("现在不是人人都能看到，不能印成海报。"))
        return redirect("sharing_report")
    link = _short_link(request, poster)
    context = {
        "poster": poster,
        "title": getattr(subject, "title", None) or poster.title,
        "summary": getattr(getattr(subject, "specific", subject), "summary", ""),
        "short_link": link.partition("://")[2],
        "settings": Frame.of(request).settings,
    }
    return TemplateResponse(request, "wagtailadmin/sharing/sheet.html", context)


@require_safe
def sheet_code(request: HttpRequest, poster_id: int) -> HttpResponse:
    link = _short_link(request, _poster(request, poster_id))
    return HttpResponse(qr.svg(link), content_type="image/svg+xml")


@require_safe
def scans(request: HttpRequest, poster_id: int) -> HttpResponse:
    """How often one poster was scanned, day by day."""
    poster = _poster(request, poster_id)
    days = list(poster.scans.all()[:DAYS_SHOWN])
    context = {"poster": poster, "days": days, "short_link": _short_link(request, poster)}
    return TemplateResponse(request, "wagtailadmin/sharing/scans.html", context)
