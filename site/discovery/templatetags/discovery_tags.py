"""For the head of a page: its one address, and what it is."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from core.frame import Frame
from discovery.canonical import canonical
from discovery.structured import as_script, graph
from sharing.cards import card_of

register = template.Library()


@register.simple_tag(takes_context=True)
def canonical_url(context: dict[str, Any]) -> str:
    """The address under which search engines are to know what is shown."""
    page = context.get("page")
    return canonical(page, context["request"], context) if page and page.pk else ""


@register.simple_tag(takes_context=True)
def structured_data(context: dict[str, Any]) -> SafeString | str:
    """JSON-LD of a page that everybody may read; nothing for others and for previews."""
    page, request = context.get("page"), context["request"]
    if page is None or card_of(page, request) is None:
        return ""
    frame = Frame.of(request)
    section = context.get("section") or frame.section_of(page)
    crumbs = [frame.home, section, page]
    # Each once: a section is its own section, the home page stands above nothing.
    above = {one.pk: one for one in crumbs if one is not None}
    return as_script(graph(page, request, list(above.values())))
