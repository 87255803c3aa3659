"""Uploaded files: documents always, the others where no front server hands them out."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils._os import safe_join
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wagtail.documents.views.serve import serve
from wagtail.images.views.serve import ServeView

from assets.services.document_privacy import may_read_one, private_pages_of
from assets.services.file_responses import file_response
from assets.services.filenames import HASHED_NAME

# Documents have their own address, which asks for the collection's privacy; what Wagtail keeps
# while several files are uploaded is not public yet.
PRIVATE_FOLDERS = frozenset({"documents", "wagtail_uploads"})
# Longer ones are no keys of a database.
LONGEST_KEY = 18
FOR_EVER = "public, max-age=31536000, immutable"
FOR_MINUTES = "public, max-age=300"


class PictureView(ServeView):
    """Wagtail's, which answers addresses that no page of ours has with a line of plain English."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = super().get(request, *args, **kwargs)
        except PermissionDenied as error:
            raise Http404 from error
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            raise Http404
        return response


@require_safe
def document(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponseBase:
    """A document, by Wagtail's view, which asks for its collection's privacy.

    One that only private pages show is handed to who may read one of them; others are led to the
    page, which asks who they are.
    """
    pages = private_pages_of(int(document_id)) if len(document_id) <= LONGEST_KEY else []
    if pages and not may_read_one(request, pages):
        answer = HttpResponseRedirect(pages[0].get_url(request) or "/")
        add_never_cache_headers(answer)
        return answer
    response = serve(request, document_id, document_filename)
    if pages:
        add_never_cache_headers(response)
    # Wagtail 8.0 writes the word None where there is no encoding; proxies take it for one.
    if response.headers.get("Content-Encoding") == "None":
        del response["Content-Encoding"]
    return response


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file ``name`` below ``MEDIA_ROOT``."""
    path = _path_below(Path(settings.MEDIA_ROOT), name)
    cache_control = FOR_EVER if HASHED_NAME.search(name) else FOR_MINUTES
    try:
        return file_response(request, path, cache_control=cache_control)
    except OSError as error:
        raise Http404(_("没有这个文件。")) from error


def _path_below(root: Path, name: str) -> Path:
    """The file's real path. Raises ``Http404`` for anything that is not a public file there."""
    try:
        root = root.resolve()
        path = Path(safe_join(root, name)).resolve(strict=True)
        place = path.relative_to(root)
    except (SuspiciousFileOperation, OSError, ValueError) as error:
        raise Http404(_("没有这个文件。")) from error
    hidden = any(part.startswith(".") for part in place.parts)
    if hidden or not path.is_file() or place.parts[0] in PRIVATE_FOLDERS:
        raise Http404(_("没有这个文件。"))
    return path
