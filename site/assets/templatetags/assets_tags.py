"""Pictures in templates: ``{% load assets_tags %}{% picture page.cover "thumb" %}``."""

from typing import Any

from django import template

from assets.models import Image
from assets.pictures import SHAPES, picture, share_url

register = template.Library()


@register.inclusion_tag("components/picture.html", name="picture")
def picture_tag(
    image: Image | None,
    shape: str,
    *,
    sizes: str | None = None,
    alt: str | None = None,
    lazy: bool | None = None,
    css_class: str = "",
) -> dict[str, Any]:
    """``image`` as a ``<picture>`` in the named shape of ``assets.pictures``; nothing for None.

    ``sizes`` replaces the shape's own; ``alt`` replaces the picture's alternative text, ``""``
    says that the picture only decorates (a thumbnail beside its title); ``lazy=False`` loads at
    once. Shape "lead" is never lazy and asks for priority unless ``lazy=True``.
    """
    if image is None:
        return {"picture": None}
    urgent = SHAPES[shape].urgent if lazy is None else False
    return {
        "picture": picture(image, shape),
        "sizes": sizes or SHAPES[shape].sizes,
        "alt": _alternative_text(image) if alt is None else alt,
        "lazy": not urgent if lazy is None else lazy,
        "urgent": urgent,
        "css_class": css_class,
    }


@register.simple_tag
def picture_url(image: Image | None, shape: str) -> str:
    """The address of one JPEG in the shape ("og", "square"), or an empty text for no image."""
    return share_url(image, shape) if image else ""


def _alternative_text(image: Image) -> str:
    """The text given where the picture is used (Wagtail's image block), else the picture's."""
    if image.decorative:
        return ""
    return image.contextual_alt_text or image.default_alt_text
