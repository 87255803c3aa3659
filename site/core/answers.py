"""Answers for machines: with a validator, so that asking again costs next to nothing on the line."""

import hashlib
import re
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

# What XML 1.0 cannot hold, escaped or not.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def for_everybody(
    request: HttpRequest,
    body: bytes,
    content_type: str,
    *,
    max_age: int,
    changed: datetime | None = None,
) -> HttpResponseBase:
    """``body``, the same for every reader, to be kept for ``max_age`` seconds; 304 where the
    asker has it already. ``changed``: when it last was another one."""
    response = HttpResponse(body, content_type=content_type)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    modified = int(changed.timestamp()) if changed else None
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified)
    patch_cache_control(response, public=True, max_age=max_age)
    answer = get_conditional_response(request, etag, modified, response)
    return response if answer is None else answer


def xml_text(text: object) -> str:
    """``text`` without what XML cannot hold."""
    return _NOT_IN_XML.sub("", str(text))
