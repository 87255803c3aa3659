"""Blocks of pictures."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model

from assets.blocks import PictureChooserBlock
from search.documents import Passage


class PictureValue(blocks.StructValue):
    """What the templates ask of a picture."""

    @property
    def alt_text(self) -> str:
        """The block's own words, or those kept with the image."""
        image = self.get("image")
        return self.get("alt") or (image.description if image else "")

    @property
    def credit_line(self) -> str:
        image = self.get("image")
        return self.get("credit") or (image.credit if image else "")


def _sample_picture() -> dict[str, Any]:
    """The newest picture of the library: a preview shows what the editor knows."""
    return {
        "image": get_image_model().objects.order_by("-pk").first(),
        "caption": "新修的步道沿河而建。",
    }


class PictureBlock(blocks.StructBlock):
    """A picture with caption and credit."""

    image = PictureChooserBlock(shapes=("column", "tile"), label=_("图片"))
    alt = blocks.CharBlock(
        label=_("替代文字"),
        required=False,
        default="",
        max_length=200,
        help_text=_("读给看不见图片的读者听。留空则用图片库里的说明。"),
    )
    caption = blocks.CharBlock(label=_("图片说明"), required=False, default="", max_length=200)
    credit = blocks.CharBlock(
        label=_("来源或摄影"),
        required=False,
        default="",
        max_length=60,
        help_text=_("留空则用图片库里的署名。"),
    )

    class Meta:
        icon = "image"
        label = _("图片")
        template = "components/blocks/picture.html"
        value_class = PictureValue
        description = _("带说明和署名的图片")

    def image_ids(self, raw: Any) -> list[int]:
        """The images that a stored value names."""
        return [raw["image"]] if raw.get("image") else []

    def passages_of(self, raw: Any, block_id: str) -> Iterator[Passage]:
        yield Passage(raw.get("caption") or raw.get("alt") or "")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["image"] is not None and not cleaned.alt_text:
            raise StructBlockValidationError(
                block_errors={
                    "alt": ValidationError(_("请写替代文字：这张图片在图片库里也没有说明。"))
                }
            )
        return cleaned

    def get_preview_value(self) -> Any:
        return self.normalize(_sample_picture())


class GalleryBlock(blocks.StructBlock):
    """Several pictures of one occasion."""

    title = blocks.CharBlock(label=_("组图标题"), required=False, default="", max_length=60)
    pictures = blocks.ListBlock(PictureBlock(), label=_("图片"), min_num=2, max_num=30)

    class Meta:
        icon = "copy"
        label = _("组图")
        template = "components/blocks/gallery.html"
        description = _("同一场活动的多张图片")

    def image_ids(self, raw: Any) -> list[int]:
        picture = self.child_blocks["pictures"].child_block
        items = raw.get("pictures") or []
        return [pk for item in items for pk in picture.image_ids(item.get("value", item))]

    def passages_of(self, raw: Any, block_id: str) -> Iterator[Passage]:
        picture = self.child_blocks["pictures"].child_block
        yield Passage(raw.get("title") or "")
        for item in raw.get("pictures") or []:
            yield from picture.passages_of(item.get("value", item), block_id)

    def get_preview_value(self) -> Any:
        return self.normalize({"title": "劳动现场", "pictures": [_sample_picture()] * 2})
