"""What readers and their cameras ask for."""

import logging
import re

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wagtail.models import Page

from core.addresses import Addresses
from core.answers import for_everybody
from core.moments import is_over
from sharing import posters, qr
from sharing.models import Poster, ScanCount

logger = logging.getLogger(__name__)

DAY = 24 * 60 * 60
# Machines that follow links to show what is behind them. Looked at, not kept.
MACHINE = re.compile(r"bot\b|bot/|crawl|spider|preview|externalhit|python|curl|wget", re.IGNORECASE)
AHEAD_OF_TIME = ("Sec-Purpose", "Purpose", "X-Moz")


@require_safe
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """Count a scan and go on to what the poster is about. The count is all that is kept."""
    poster = get_object_or_404(
        Poster.objects.select_related("page__locale", "topic__merged_into"), code=code.lower()
    )
    if is_person(request):
        _count(poster)
    address = posters.destination(poster, request)
    response: HttpResponse
    if address:
        response = HttpResponseRedirect(address)
    elif posters.needs_log_in(poster) and not request.user.is_authenticated:
        # Comes back here: the address of a private page is not told before.
        query = urlencode({"next": request.path})
        response = HttpResponseRedirect(f"{reverse('wagtailcore_login')}?{query}")
    else:
        response = _to_those_who_may(poster, request)
    # Each scan is to be asked, and a page may open or close.
    response.headers["Cache-Control"] = "no-store"
    return response


def _count(poster: Poster) -> None:
    """A reader goes on also where the database takes no writes just now; the log says so."""
    try:
        ScanCount.objects.add_one(poster)
    except DatabaseError:
        logger.exception("A scan of the poster %s was not counted", poster.code)


def _to_those_who_may(poster: Poster, request: HttpRequest) -> HttpResponse:
    """On to a private page for a reader who meets what it demands; else a page that names
    nothing."""
    page = poster.page.specific if poster.page and poster.page.live else None
    if page is not None and not is_over(page):
        demands = page.get_view_restrictions()
        address = page.get_url(request)
        if address and all(demand.accept_request(request) for demand in demands):
            return HttpResponseRedirect(address)
    return TemplateResponse(request, "pages/sharing/unavailable.html", status=404)


def is_person(request: HttpRequest) -> bool:
    """Whether somebody seems to be looking, rather than a machine or a browser ahead of time."""
    if request.method != "GET" or any(request.headers.get(name) for name in AHEAD_OF_TIME):
        return False
    # Browsers say what they want an answer for; who scans opens a page.
    if request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return False
    return not MACHINE.search(request.headers.get("User-Agent", ""))


@require_safe
def page_code(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """The QR code of a page that everybody may read, with its own address in it."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None or not posters.can_be_shown(page):
        raise Http404(_("没有这个页面。"))
    address = Addresses(request).of(page.url_path)
    if not address:
        raise Http404(_("没有这个页面。"))
    return for_everybody(request, qr.svg(address), "image/svg+xml", max_age=DAY)
