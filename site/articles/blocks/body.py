"""The body: the families joined, in the order in which the editor offers them."""

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
