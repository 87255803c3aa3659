"""Where a page can be subscribed to."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.addresses import Addresses
from core.frame import Frame
from feeds.sources import feeds_something
from news.models import BranchIndexPage, BranchPage

register = template.Library()

HOME_DEPTH = 2


@dataclass(frozen=True)
class Feed:
    title: str
    type: str
    url: str


def _feeds_below(address: str, name: str, query: str = "") -> list[Feed]:
    return [
        Feed(f"{name} (RSS)", "application/rss+xml", f"{address}feed.rss{query}"),
        Feed(f"{name} (Atom)", "application/atom+xml", f"{address}feed.atom{query}"),
    ]


@register.inclusion_tag("components/feed_links.html", takes_context=True)
def feed_links(context: dict[str, Any]) -> dict[str, Any]:
    """For programs: the site's feeds and podcast, and those of ``page``; no query."""
    request, page = context["request"], context.get("page")
    frame, addresses = Frame.of(request), Addresses(request)
    site = frame.settings.name
    feeds: list[Feed] = []
    if frame.home:
        home = addresses.of(frame.home.url_path)
        feeds += _feeds_below(home, site)
        podcast = _("听%(name)s") % {"name": site}
        feeds.append(Feed(podcast, "application/rss+xml", f"{home}podcast.xml"))
    own = _own_address(page, context)
    if own and page is not None and page.depth > HOME_DEPTH:
        address, query = own
        feeds += _feeds_below(address, f"{page.title} - {site}", query)
    return {"feeds": feeds}


def _own_address(page: Any, context: dict[str, Any]) -> tuple[str, str] | None:
    request = context["request"]
    if page is None or not page.pk or not feeds_something(page, request):
        return None
    topic = context.get("topic")
    return Addresses(request).of(page.url_path), f"?topic={topic.slug}" if topic else ""


@register.inclusion_tag("components/subscribe.html", takes_context=True)
def subscribe(context: dict[str, Any]) -> dict[str, Any]:
    """For people: links to the feed of ``page``, and to its activities for a calendar."""
    page = context.get("page")
    own = _own_address(page, context)
    address, query = own or ("", "")
    has_activities = own and isinstance(page, BranchPage | BranchIndexPage)
    return {
        "feed": f"{address}feed.rss{query}" if own else "",
        "calendar": f"{address}activities.ics" if has_activities else "",
    }
