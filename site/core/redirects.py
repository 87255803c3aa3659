"""Old addresses: they keep what stands behind the question mark, in every language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from core.visibility import is_restricted


class OldAddressMiddleware(RedirectMiddleware):
    """Wagtail's, whose answers forget the query: a reader's filters and page number."""

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        answer: Any = super().process_response(request, response)
        query = request.META.get("QUERY_STRING", "")
        is_ours = answer is not response and url_has_allowed_host_and_scheme(
            answer.url, allowed_hosts={request.get_host()}
        )
        if is_ours and query and "?" not in answer.url:
            answer["Location"] = f"{answer.url}?{query}"
        return answer


def moved_page(request: HttpRequest, path: str) -> Page | None:
    """The live page, open to everybody, to which the old address ``path`` of the source language
    leads."""
    old = Redirect.normalise_path(f"/{path}")
    found = get_redirect(request, old) if old != "/" else None
    page = found.redirect_page if found else None
    if page is None or not page.live or is_restricted(page):
        return None
    return page if page.locale.language_code == settings.LANGUAGE_CODE else None
