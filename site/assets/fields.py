"""Model fields of uploads. Every way into storage passes through their ``save``."""

from django.core.files.base import File
from django.db import models
from django.db.models.fields.files import FieldFile

from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from assets.services.filenames import stored_name
from assets.services.image_files import poster, ready_to_store


def is_new(file: FieldFile) -> bool:
    """Whether the row has a file that is not in storage yet."""
    return bool(file) and not getattr(file, "_committed", True)


class UploadFieldFile(FieldFile):
    """Stores under a new ASCII name, whatever the person's file is called."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        super().save(stored_name(name), content, save)


class UploadField(models.FileField):
    """A file field whose stored names are ASCII, unguessable and never reused."""

    attr_class = UploadFieldFile


class PosterFieldFile(FieldFile):
    """Stores a still of a size that a page can show as it is, without metadata."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        still = poster(content, name)
        super().save(stored_name(still.name or name), still, save)


class PosterField(models.FileField):
    """The still picture of a video: one address in ``poster``, so scaled when it is stored."""

    attr_class = PosterFieldFile


class ImageUploadFieldFile(WagtailImageFieldFile):
    """Stores the picture without its metadata, under a new ASCII name."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        content = ready_to_store(content, name)
        super().save(stored_name(content.name or name), content, save)


class ImageUploadField(WagtailImageField):
    """An image field that can't hold an unsanitised picture.

    The forms sanitise too, to report errors; Wagtail's upload of several pictures and any code
    that creates images pass only here.
    """

    attr_class = ImageUploadFieldFile
