"""Answers in the layout that the reader chose, and says so to caches."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import patch_vary_headers

from core.display.preferences import ADDRESSED, Display

GetResponse = Callable[[HttpRequest], HttpResponse]


class DisplayMiddleware:
    """Readers' pages in elder mode come from elder's templates (``Display.engine``).

    One copy of a page for everybody would show one reader's layout to the next, so every page
    says that it varies by cookie.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_page(request, response):
            patch_vary_headers(response, ["Cookie"])
            if request.method == "GET" and request.GET.get("mode") in ADDRESSED:
                Display.of(request).write(response, request.is_secure())
        return response

    def process_template_response(
        self, request: HttpRequest, response: SimpleTemplateResponse
    ) -> SimpleTemplateResponse:
        if is_page(request, response) and response.using is None:
            response.using = Display.of(request).engine
        return response


def is_page(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether readers see it; the admin has a look of its own."""
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    return is_html and not request.path_info.startswith("/admin/")
