"""One address for each thing that is shown, however it was asked for."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode

from wagtail.models import Page

from core.addresses import Addresses


def canonical(page: Page, request: HttpRequest, context: Mapping[str, Any]) -> str:
    """The page's own address. What tracks, plays, prints or filters is left out; a later page of
    an unfiltered list and a topic without a page show something of their own, and keep it."""
    address = Addresses(request).of(page.url_path)
    query: dict[str, str | int] = {}
    topic = context.get("topic")
    if topic is not None and "listing" in context:
        query["topic"] = topic.slug
    number = _number(context)
    if number > 1:
        query["page"] = number
    return f"{address}?{urlencode(query)}" if query else address


def _number(context: Mapping[str, Any]) -> int:
    """Which page of an unfiltered list is shown; 1 for everything else."""
    listing, chosen = context.get("listing"), context.get("filter")
    if (listing is not None and listing.is_filtered) or getattr(chosen, "chosen", None):
        return 1
    shown = context.get("page_obj") or context.get("articles")
    return int(getattr(shown, "number", 1))
