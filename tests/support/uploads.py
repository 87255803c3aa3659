"""Real files to upload: pictures drawn here, media from ``tests/assets/files``."""

import io
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

import pillow_heif
from PIL import Image as Pillow
from PIL import ImageDraw

pillow_heif.register_heif_opener(thumbnails=False)

MEDIA_FILES = Path(__file__).parents[1] / "assets" / "files"

GPS = {1: "N", 2: (34.0, 15.0, 30.0), 3: "E", 4: (108.0, 56.0, 10.0)}


def drawn(size: tuple[int, int] = (96, 64), mode: str = "RGB") -> Pillow.Image:
    """A red left half and a white (or clear) right half, so that turning it shows."""
    colour = {"L": 200, "P": 1, "LA": (200, 128), "1": 1, "RGBA": (0, 0, 0, 0)}.get(mode, "white")
    image = Pillow.new(mode, size, colour)
    if mode in ("RGB", "RGBA", "CMYK"):
        red = (0, 255, 255, 0) if mode == "CMYK" else "#c8102e"
        ImageDraw.Draw(image).rectangle((0, 0, max(size[0] // 2 - 1, 0), size[1]), fill=red)
    return image


def picture_bytes(
    image_format: str = "JPEG",
    size: tuple[int, int] = (96, 64),
    mode: str = "RGB",
    *,
    orientation: int | None = None,
    with_place: bool = False,
    **options: Any,
) -> bytes:
    """An encoded picture; ``with_place`` puts place, camera and a comment into its metadata."""
    exif = Pillow.Exif()
    if orientation:
        exif[0x0112] = orientation
    if with_place:
        exif[0x010F] = "SecretCamera"
        exif.get_ifd(0x8825).update(GPS)
    if len(exif):
        options["exif"] = exif
    buffer = io.BytesIO()
    drawn(size, mode).save(buffer, image_format, **options)
    return buffer.getvalue()


def picture(
    name: str = "图片.jpg", image_format: str = "JPEG", **options: Any
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes(image_format, **options))


def media(name: str, as_name: str | None = None) -> SimpleUploadedFile:
    """One of the files of ``tests/assets/files``, perhaps under another name."""
    return SimpleUploadedFile(as_name or name, (MEDIA_FILES / name).read_bytes())
