"""“存到手机” on pages that everybody may read."""

from typing import Any

from django import template

from sharing.cards import card_of

register = template.Library()


@register.inclusion_tag("components/save.html", takes_context=True)
def save_to_phone(context: dict[str, Any]) -> dict[str, Any]:
    """A form that only script shows; nothing on private pages and previews."""
    page = context.get("page")
    return {"page": page, "is_open": card_of(page, context["request"]) is not None}
