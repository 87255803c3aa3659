"""The share card in the head of a page, and what readers pass it on with."""

from typing import Any

from django import template
from django.urls import reverse

from sharing.cards import card_of

register = template.Library()


@register.inclusion_tag("components/share_tags.html", takes_context=True)
def share_tags(context: dict[str, Any]) -> dict[str, Any]:
    """Meta tags of ``page``; of one that isn't for everybody only that nobody is to list it."""
    page = context.get("page")
    card = card_of(page, context["request"]) if page else None
    return {"page": page, "card": card, "settings": context["frame"].settings}


@register.inclusion_tag("components/share.html", takes_context=True)
def share(context: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Ways to pass ``page`` on; nothing for a page that isn't for everybody."""
    card = card_of(context.get("page"), context["request"])
    return {"page": context.get("page"), "card": card, **options}


@register.simple_tag(takes_context=True)
def code_address(context: dict[str, Any]) -> str:
    """Where the QR code of ``page`` is; empty for a page that isn't for everybody and has none."""
    card = card_of(context.get("page"), context["request"])
    return reverse("share_code", args=[card.page.pk]) if card else ""
