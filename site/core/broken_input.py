"""What no browser of ours sends to the admin, told from faults of the site.

Wagtail's blocks, rich text and choosers take the shape of their form for granted: a missing count
or broken JSON would be a 500. Here is decided what is the sender's fault.
"""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from draftjs_exporter.error import ExporterException

logger = logging.getLogger(__name__)

# Numbers that Wagtail's forms carry beside their fields; more than there are fields is impossible.
COUNTS = ("-count", "-TOTAL_FORMS", "-INITIAL_FORMS")
# Lists in a text go five levels deep at most; the converter makes an element for every level.
DEEPEST_LIST = 20
# Queries that views take for keys without looking.
KEYS = ("collection_id", "target_pages[]", "parent_page_id", "locale_id", "id", "childOf")
# What a bulk action asks for when everything in the list is ticked.
EVERYTHING = ("/admin/bulk/", "id", "all")
# The functions that read what was sent.
READERS = {
    *("value_from_datadict", "_construct_form", "get_prep_value", "management_form"),
    "get_all_objects_in_listing_query",
}
# What they raise when they stumble.
STUMBLES = (
    *(ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError),
    *(ExporterException, DataError, ObjectDoesNotExist),
)


def is_broken(request: HttpRequest) -> bool:
    """Whether the request would cost more than it can be worth, or names keys that are none."""
    for name in KEYS:
        for value in request.GET.getlist(name):
            address, key, everything = EVERYTHING
            is_all = (name, value) == (key, everything) and request.path_info.startswith(address)
            if _is_no_key(value) and not is_all:
                return True
    if request.method != "POST":
        return False
    limit = len(request.POST) + 1
    for name, typed in request.POST.items():
        value = str(typed)
        if name.endswith(COUNTS) and value.isdecimal() and int(value[:9]) > limit:
            return True
        if value.startswith('{"') and any(depth > DEEPEST_LIST for depth in _depths(value)):
            return True
    return False


def was_stumbled_over(exception: Exception) -> bool:
    """Whether ``exception`` came from reading what was sent, not from working with it."""
    if not isinstance(exception, STUMBLES):
        return False
    trace = exception.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_name in READERS:
            return True
        trace = trace.tb_next
    return False


def _is_no_key(value: str) -> bool:
    return bool(value) and not (value.isascii() and value.isdecimal() and len(value) < 19)


def _depths(value: str) -> Iterator[float]:
    """Of the list items in a rich text as the editor sends it; none where it is no such text."""
    try:
        content: Any = json.loads(value)
    except (ValueError, RecursionError):
        return
    blocks = content.get("blocks") if isinstance(content, dict) else None
    for block in blocks if isinstance(blocks, list) else []:
        depth = block.get("depth") if isinstance(block, dict) else None
        if isinstance(depth, int | float):
            yield depth


class BrokenInputMiddleware:
    """Answers requests to the admin that no form of ours sends with 400 and a sentence.

    Nothing is written then: the admin's views work in transactions or read the form first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        if _is_of_admin(request) and is_broken(request):
            return _broken(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not (_is_of_admin(request) and was_stumbled_over(exception)):
            return None
        # With its trace, so that a fault of ours that looks like theirs is found.
        logger.warning("broken input at %s", request.path, exc_info=exception)
        return _broken(request)


def _is_of_admin(request: HttpRequest) -> bool:
    is_known = request.user.is_authenticated
    return is_known and request.path_info.startswith("/admin/")


def _broken(request: HttpRequest) -> HttpResponse:
    message = _(
        "提交的内容不完整或格式不对，没有保存。请返回上一页再试；如果仍不行，请刷新编辑页。"
    )
    is_script = request.headers.get("x-requested-with") == "XMLHttpRequest"
    if is_script or "/api/" in request.path or not request.accepts("text/html"):
        body = {"success": False, "error_code": "broken_input", "error_message": message}
        return JsonResponse(body, status=400)
    response = TemplateResponse(
        request, "wagtailadmin/broken_input.html", {"message": message}, status=400
    )
    return response.render()
