"""Pictures in a body."""

from collections.abc import Iterable
from typing import Any

from wagtail.images.blocks import ImageChooserBlock

from assets.models import Image
from assets.pictures import attach_renditions
from core.request_memo import remember


def load_images(ids: Iterable[int | None]) -> dict[int, Image]:
    """Images by id, those that exist. Within one reading request none is asked for twice."""
    known: dict[int, Image] = remember("assets.images", dict)
    missing = {pk for pk in ids if pk is not None and pk not in known}
    if missing:
        known |= Image.objects.in_bulk(missing)
    return known


class PictureChooserBlock(ImageChooserBlock):
    """Chooses an image whose renditions in ``shapes`` are looked up ahead.

    However many pictures a body has, they and their renditions cost one query each.
    """

    def __init__(self, shapes: Iterable[str], **kwargs: Any) -> None:
        self.shapes = tuple(shapes)
        super().__init__(**kwargs)

    def bulk_to_python(self, values: list[int | None]) -> list[Image | None]:
        known = load_images(values)
        images = [known.get(pk) if pk is not None else None for pk in values]
        attach_renditions(images, *self.shapes)
        return images
