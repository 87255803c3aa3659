"""What stands at the address of a page that was taken back after publication."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from wagtail.models import Page

from approvals.models.entry import Entry, EntryKind
from core.display import Display
from core.frame import Frame
from core.visibility import is_restricted

GONE = 410
ENDINGS = (EntryKind.PUBLICATION, EntryKind.WITHDRAWAL, EntryKind.EXPIRY)


class WithdrawnMiddleware:
    """Says that a page was withdrawn, and when, where readers would only be told it isn't there.

    Stands outside of what leads elsewhere: an old address, or one whose translation was withdrawn,
    goes on leading there. The text says nothing of the page: even its title may be what was wrong.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        page = _asked_for(request)
        when = withdrawn_at(page) if page else None
        if when is None:
            return response
        engine = Display.of(request).engine
        return HttpResponse(
            render_to_string("errors/withdrawn.html", {"withdrawn_at": when}, request, engine),
            status=GONE,
        )


def withdrawn_at(page: Page) -> datetime | None:
    """When ``page``, which anybody might read, was taken back; None where it was not."""
    if page.live or is_restricted(page):
        return None
    if page.get_ancestors().filter(depth__gt=1, live=False).exists():
        return None
    last = (
        Entry.objects.filter(manuscript__page_id=page.alias_of_id or page.pk, kind__in=ENDINGS)
        .order_by("-sequence")
        .first()
    )
    return last.at if last and last.kind == EntryKind.WITHDRAWAL else None


def _asked_for(request: HttpRequest) -> Page | None:
    """The page at exactly this address, live or not."""
    match = request.resolver_match
    if match is None or match.url_name != "wagtail_serve":
        return None
    names = [name for name in match.args[0].split("/") if name]
    frame = Frame.of(request)
    found, root = frame.find(names), frame.language_root
    if found is None or root is None or found.depth - root.depth != len(names):
        return None
    return found
