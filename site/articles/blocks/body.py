"""The body: the families joined, in the order in which the editor offers them."""

import json

from django.utils.translation import gettext_lazy as _

from wagtail import blocks

from articles.blocks.links import DocumentBlock, EmbedBlock, RelatedPagesBlock
from articles.blocks.media import AudioBlock, VideoBlock
from articles.blocks.pictures import GalleryBlock, PictureBlock
from articles.blocks.text import (
    CalloutBlock,
    HeadingBlock,
    ParagraphBlock,
    QuotationBlock,
    TableBlock,
    TimelineBlock,
)
from assets.blocks import load_images
from core.links import linked_ids, load_linked_pages

TEXT, PICTURES, MORE = _("文字"), _("图片与音视频"), _("其他")


class BodyBlock(blocks.StreamBlock):
    paragraph = ParagraphBlock(group=TEXT)
    heading = HeadingBlock(group=TEXT)
    quotation = QuotationBlock(group=TEXT)
    table = TableBlock(group=TEXT)
    timeline = TimelineBlock(group=TEXT)
    callout = CalloutBlock(group=TEXT)
    picture = PictureBlock(group=PICTURES)
    gallery = GalleryBlock(group=PICTURES)
    video = VideoBlock(group=PICTURES)
    audio = AudioBlock(group=PICTURES)
    embed = EmbedBlock(group=PICTURES)
    document = DocumentBlock(group=MORE)
    related_pages = RelatedPagesBlock(group=MORE)

    def load_references(self, body: blocks.StreamValue) -> None:
        """Have what a stored body shows or links to at hand before its first block is drawn.

        One query for all pictures, whichever blocks they stand in, one for their renditions, one
        for the pages that its texts link to.
        """
        load_linked_pages(linked_ids(json.dumps(list(body.raw_data), default=str)))
        ids: list[int] = []
        for raw in body.raw_data:
            image_ids = getattr(self.child_blocks.get(raw["type"]), "image_ids", None)
            if image_ids is not None:
                ids += image_ids(raw["value"])
        if ids:
            load_images(ids)
            for child in body:
                if hasattr(child.block, "image_ids"):
                    child.value  # noqa: B018 - registers its pictures with the others
