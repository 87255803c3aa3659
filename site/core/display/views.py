"""Sets what a reader chose, by form: works without JavaScript and without an account."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.display.preferences import Display


# A choice of text size harms nobody, and a token in every page would keep all of them from caches.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """GET: all choices as one form. POST: keeps those named and returns to ``next``."""
    if request.method != "POST":
        address = return_address(request, request.GET.get("next", ""))
        return TemplateResponse(request, "pages/core/display.html", {"next": address})
    wanted = Display.of(request).changed(request.POST.dict())
    response = HttpResponseRedirect(return_address(request, request.POST.get("next", "")))
    # The same address is asked again right away, with GET.
    response.status_code = 303
    wanted.write(response, request.is_secure())
    return response


def return_address(request: HttpRequest, wanted: str) -> str:
    """``wanted`` if it is a page of this site, else the home page; without what the address said
    about the mode, which would overrule the choice just made."""
    wanted = wanted[:2000]
    parts = urlsplit(wanted) if wanted.startswith("/") and "\\" not in wanted else None
    if parts is None or not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return "/"
    query = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in {"mode"}
    ]
    return urlunsplit(("", "", parts.path, urlencode(query), parts.fragment))
