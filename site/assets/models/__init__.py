from assets.models.document import Document
from assets.models.image import Image, Rendition
from assets.models.media import Media

__all__ = ["Document", "Image", "Media", "Rendition"]
