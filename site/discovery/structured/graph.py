"""The graph of a page: whose site, where in it, what it is."""

import json
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from wagtail.models import Page

from core.addresses import Addresses
from core.frame import Frame
from discovery.structured.describe import Node, describe
from sharing.cards import Card

# Nothing in a text may end the element, begin a comment, or be a line end to old parsers.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def graph(page: Page, request: HttpRequest, crumbs: list[Page]) -> dict[str, Any]:
    """The page's nodes; ``crumbs`` are the pages above it that readers see. No query."""
    frame = Frame.of(request)
    addresses = Addresses(request)
    home = addresses.of(frame.home.url_path) if frame.home else f"{addresses.origin}/"
    organisation = _organisation(frame, addresses)
    nodes = [organisation, _site(frame, home, organisation)]
    if len(crumbs) > 1:
        nodes.append(_breadcrumbs(crumbs, addresses))
    nodes += describe(page, Card(page, request))
    return {"@context": "https://schema.org", "@graph": nodes}


def _organisation(frame: Frame, addresses: Addresses) -> Node:
    settings = frame.settings
    logo = addresses.absolute(static("hongfan/icons/icon-512.png"))
    node: Node = {
        "@type": "Organization",
        "@id": f"{addresses.origin}/#organisation",
        "name": settings.organisation or settings.name,
        "url": f"{addresses.origin}/",
        "logo": {"@type": "ImageObject", "url": logo, "width": 512, "height": 512},
    }
    if settings.contact_address:
        node["address"] = settings.contact_address
    if settings.contact_phone:
        node["telephone"] = settings.contact_phone
    if settings.contact_email:
        node["email"] = settings.contact_email
    return node


def _site(frame: Frame, home: str, organisation: Node) -> Node:
    return {
        "@type": "WebSite",
        "@id": f"{home}#site",
        "name": frame.settings.name,
        "url": home,
        "publisher": {"@id": organisation["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{home}search/?q={{q}}"},
            "query-input": "required name=q",
        },
    }


def _breadcrumbs(crumbs: list[Page], addresses: Addresses) -> Node:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": crumb.title,
                "item": addresses.of(crumb.url_path),
            }
            for place, crumb in enumerate(crumbs, 1)
        ],
    }


def as_script(data: dict[str, Any]) -> SafeString:
    """``data`` as a block of data in HTML: no script that runs, so the content policy lets it
    be, and no text in it can end it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - escaped above
    )
