"""Health, and the answers when something is missing or broken."""

from typing import Any

from django.db import connection
from django.db.utils import Error as DatabaseError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseServerError,
    JsonResponse,
)
from django.template.loader import get_template, render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wagtail.views import serve as wagtail_serve

from csp.decorators import csp_update

from core.display import Display
from core.routing import find_route


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing else, so that a dead database doesn't restart it."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Requests can be served: the database answers. The cache may be down without harm."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "unreachable"}, status=503)
    return JsonResponse({"ready": True})


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at ``path``. The route is found here; the rest is Wagtail's view."""
    # Where Wagtail's view, middleware and tags look for it before they search themselves.
    request._wagtail_route_for_request = find_route(request, path)  # type: ignore[attr-defined]
    return wagtail_serve(request, path)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    engine = Display.of(request).engine
    return HttpResponse(render_to_string("errors/404.html", {}, request, engine), status=404)


# The digest of the style inside templates/errors/500.html and 400.html, which depend on no other
# file. When that style changes, a test says what to write here.
ERROR_PAGE_STYLE = "'sha256-F2A40cJ+e8YMVPeZNFveqbiz7Y7mJvh6qjdXmzsYLl4='"


@csp_update({"style-src": ERROR_PAGE_STYLE})
def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Touches neither database nor context processors: what was asked can't be trusted."""
    return HttpResponseBadRequest(get_template("errors/400.html").render({}))


@csp_update({"style-src": ERROR_PAGE_STYLE})
def server_error(request: HttpRequest) -> HttpResponse:
    """Touches neither database nor context processors: it must not fail itself."""
    return HttpResponseServerError(get_template("errors/500.html").render({}))
