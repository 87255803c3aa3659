"""Smaller answers on slow lines."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# Pictures, films and archives are compressed already; a part of a film must stay as asked for.
KINDS = (
    "text/",
    "application/javascript",
    "application/json",
    "application/manifest+json",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "image/svg+xml",
)


class CompressionMiddleware(GZipMiddleware):
    """Compresses text. Django's class adds random bytes, so that the length of a page tells nobody
    what is in it (BREACH)."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_text = response.headers.get("Content-Type", "").startswith(KINDS)
        if response.status_code != 200 or not is_text:
            return response
        found: HttpResponseBase = super().process_response(request, response)
        return found
