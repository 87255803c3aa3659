"""What search engines ask for first."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.addresses import Addresses
from core.answers import for_everybody
from discovery.sitemaps import PARTS
from discovery.sitemaps.base import tag

HOUR = 60 * 60
XML = "application/xml; charset=utf-8"
# Log-in, settings, short links and searches are no pages; a page for paper is the page again.
CLOSED = (
    "/admin/",
    "/s/",
    "/_util/",
    "/*/_util/",
    "/display/",
    "/*/display/",
    "/search/",
    "/*/search/",
    "/*?print=",
    "/*&print=",
)


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    """The parts there are: one query to count each kind."""
    origin = Addresses(request).origin
    lines = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    lines.append('<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n')
    for name, part in PARTS.items():
        for number in range(1, part(request).count() + 1):
            lines.append(
                f"<sitemap>{tag('loc', f'{origin}/sitemap-{name}-{number}.xml')}</sitemap>\n"
            )
    lines.append("</sitemapindex>\n")
    return for_everybody(request, "".join(lines).encode(), XML, max_age=HOUR)


@require_safe
def sitemap_part(request: HttpRequest, name: str, number: str) -> HttpResponseBase:
    body = PARTS[name](request).body(int(number)) if name in PARTS else None
    if body is None:
        raise Http404(_("没有这一部分。"))
    return for_everybody(request, body, XML, max_age=HOUR)


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines.append(f"Sitemap: {Addresses(request).origin}/sitemap.xml")
    body = "\n".join(lines) + "\n"
    return for_everybody(request, body.encode(), "text/plain; charset=utf-8", max_age=HOUR)
