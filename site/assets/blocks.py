"""Pictures in a body."""

from collections.abc import Iterable
from typing import Any

from wagtail.images.blocks import ImageChooserBlock

from assets.models import Image
from assets.pictures import attach_renditions


class PictureChooserBlock(ImageChooserBlock):
    """Chooses an image whose renditions in ``shapes`` are looked up ahead.

    However many pictures a body has, they and their renditions cost one query each.
    """

    def __init__(self, shapes: Iterable[str], **kwargs: Any) -> None:
        self.shapes = tuple(shapes)
        super().__init__(**kwargs)

    def bulk_to_python(self, values: list[int | None]) -> list[Image | None]:
        images: list[Image | None] = super().bulk_to_python(values)
        attach_renditions(images, *self.shapes)
        return images
