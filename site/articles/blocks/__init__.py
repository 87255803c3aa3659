"""The blocks of an article's body, by family."""

from articles.blocks.body import BodyBlock
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

__all__ = [
    "AudioBlock",
    "BodyBlock",
    "CalloutBlock",
    "DocumentBlock",
    "EmbedBlock",
    "GalleryBlock",
    "HeadingBlock",
    "ParagraphBlock",
    "PictureBlock",
    "QuotationBlock",
    "RelatedPagesBlock",
    "TableBlock",
    "TimelineBlock",
    "VideoBlock",
]
