"""Requests that never should reach a view, and answers for what is not translated."""

from collections.abc import Callable

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from csp.middleware import CSPMiddleware, PolicyParts

from core import request_memo
from core.languages import address_instead
from core.views import bad_request

GetResponse = Callable[[HttpRequest], HttpResponse]


class CleanPathMiddleware:
    """Refuses NUL characters, which PostgreSQL can't store or compare, with a page that says so."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return self.get_response(request)


class RequestMemoMiddleware:
    """Opens and closes the memory of a reading request; see ``core.request_memo``."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        request_memo.begin(request)
        try:
            return self.get_response(request)
        finally:
            request_memo.end()


class AddressLanguageMiddleware(LocaleMiddleware):
    """The address alone says the language: ``/en/…`` English, no prefix the source language.

    Neither the browser's languages nor a cookie count, so answers don't vary by them either, and
    caches may keep one copy for everybody.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class UntranslatedMiddleware:
    """An address of a language in which the page does not exist leads to the source page.

    The source page is told by ``?untranslated=en`` and says so in one line.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        language, _, rest = request.path_info.lstrip("/").partition("/")
        if language == settings.LANGUAGE_CODE or language not in dict(settings.LANGUAGES):
            return response
        address = address_instead(request, language, rest)
        return HttpResponseRedirect(address) if address else response


class ContentPolicyMiddleware(CSPMiddleware):
    """The strict policy for readers, the admin's own for the admin."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        if request.path_info.startswith("/admin/") and not report_only:
            return PolicyParts(config=dict(settings.ADMIN_CONTENT_SECURITY_POLICY))
        return super().get_policy_parts(request, response, report_only)
