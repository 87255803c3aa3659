"""Files over HTTP: ranges, validators, bounded memory. Used where no front server does it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

BLOCK = 64 * 1024
RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII)

# Only these are shown by the browser; everything else is a download of unnamed bytes, so that
# nothing uploaded can run as a page of this site.
SHOWN_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".vtt": "text/vtt; charset=utf-8",
    ".webm": "video/webm",
    ".webp": "image/webp",
}


class FileSlice:
    """``length`` bytes of an open file from ``start``, block by block; closes the file."""

    def __init__(self, file: BinaryIO, start: int, length: int) -> None:
        self._file = file
        self._left = length
        file.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0:
            block = self._file.read(min(BLOCK, self._left))
            if not block:
                # The file shrank while being sent; the connection is cut, as it must be.
                break
            self._left -= len(block)
            yield block

    def close(self) -> None:
        self._file.close()


def file_response(request: HttpRequest, path: Path, *, cache_control: str) -> HttpResponseBase:
    """The file at ``path`` as an answer to a GET or HEAD request.

    304 and 412 by ETag and date, 206 or 416 for one range, 200 for several ranges or a malformed
    ``Range``. Raises ``OSError`` where the file can't be opened.
    """
    file = path.open("rb")
    try:
        status = os.fstat(file.fileno())
        etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
        modified = int(status.st_mtime)
        response: HttpResponseBase | None = get_conditional_response(request, etag, modified)
        if response is None:
            response = _body(request, file, status.st_size, etag, modified)
    except BaseException:
        file.close()
        raise
    if not response.streaming:
        file.close()
    if response.status_code in (200, 206):
        shown_type = SHOWN_TYPES.get(path.suffix.lower())
        response["Content-Type"] = shown_type or "application/octet-stream"
        if not shown_type:
            response["Content-Disposition"] = "attachment"
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = cache_control
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _body(
    request: HttpRequest, file: BinaryIO, size: int, etag: str, modified: int
) -> HttpResponseBase:
    # HEAD describes the whole file: ranges are defined for GET only (RFC 9110, 14.2).
    wanted = None
    if request.method == "GET" and _range_is_valid(request, etag, modified):
        wanted = _parse_range(request.headers.get("Range", ""), size)
    if wanted == ():
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    start, end = wanted or (0, size - 1)
    length = end - start + 1
    if request.method == "HEAD":
        head = HttpResponse()
        head["Content-Length"] = str(size)
        return head
    body = StreamingHttpResponse(FileSlice(file, start, length), status=206 if wanted else 200)
    body["Content-Length"] = str(length)
    if wanted:
        body["Content-Range"] = f"bytes {start}-{end}/{size}"
    return body


def _range_is_valid(request: HttpRequest, etag: str, modified: int) -> bool:
    """Whether ``If-Range`` still names this content; a range of anything else would be garbage."""
    condition = request.headers.get("If-Range")
    if condition is None:
        return True
    condition = condition.strip()
    if condition.startswith(('"', "W/")):
        return condition == etag
    return parse_http_date_safe(condition) == modified


def _parse_range(header: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """First and last byte; ``()`` if no byte of the file is asked for; None to send it all."""
    match = RANGE.fullmatch(header.strip())
    if not match or match.group(1) == match.group(2) == "":
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        return (size - length, size - 1) if length else ()
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    return (start, end) if start < size else ()
