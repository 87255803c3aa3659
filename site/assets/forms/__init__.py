"""Forms of the admin for uploads; settings name them by these paths."""

from assets.forms.document import DocumentForm
from assets.forms.image import ImageForm
from assets.forms.media import MediaForm

__all__ = ["DocumentForm", "ImageForm", "MediaForm"]
