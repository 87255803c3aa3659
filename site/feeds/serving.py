"""From an address such as ``/news/feed.rss`` to the page ``/news/``."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

from core.moments import is_over
from core.routing import find_route
from topics.collecting import is_public

# Feeds are asked for again and again; what is new may be some minutes late.
MAX_AGE = 5 * 60


def public_page(request: HttpRequest, path: str) -> Any:
    """The page at ``path`` in the active language, as its own type.

    Raises ``Http404`` for what isn't there for everybody, and for a page that only keeps the place
    of one in another language.
    """
    route = find_route(request, path)
    page = route.page if route else None
    if page is None or not is_public(page) or is_over(page) or getattr(page, "is_stand_in", False):
        raise Http404(_("没有这个订阅。"))
    return page


def moved_address(request: HttpRequest) -> str:
    """Where the feed asked for is now, its page having an old address; empty where nowhere."""
    folder, _slash, name = request.path.rpartition("/")
    found = get_redirect(request, Redirect.normalise_path(folder))
    page = found.redirect_page if found else None
    if page is None or not is_public(page):
        return ""
    query = request.META.get("QUERY_STRING", "")
    return f"{page.get_url(request)}{name}{'?' if query else ''}{query}"
