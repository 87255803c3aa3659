"""Uploaded pictures: told by their content, checked before decoding, stored without metadata."""

import io
import os
import struct
import zlib
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _

import pillow_heif
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError

pillow_heif.register_heif_opener(thumbnails=False)

# What Pillow is allowed to look for: nothing that it reads through an outside program.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF")
FORMATS_LABEL = "JPEG、PNG、WebP、AVIF、HEIC、GIF"
# A 50-megapixel photo of a telephone passes; cameras write no other format of that size, and
# decoding the others takes several times the memory.
MAX_PIXELS = 52_000_000
MAX_PIXELS_OTHER = 30_000_000
PHOTO_FORMATS = ("JPEG", "MPO", "HEIF")
MAX_SIDE = 20_000
# Larger pictures are stored at this size: no page shows more, and a JPEG of 8,160 px then
# decodes at half size, in a quarter of the memory.
STORED_SIDE = 3840
# A poster is one address for every screen, so it is small.
POSTER_SIDE = 1280
ORIENTATION = 0x0112

# What a damaged or hostile file makes the decoders raise, found by fuzzing them.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    OverflowError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Output:
    """How a stored picture is written."""

    pillow_format: str
    extension: str
    options: dict[str, Any]


JPEG = Output("JPEG", "jpg", {"quality": 92, "progressive": True, "optimize": True})
JPEG_KEPT = Output("JPEG", "jpg", {"quality": "keep", "progressive": True, "optimize": True})
PNG = Output("PNG", "png", {})
POSTER = Output("JPEG", "jpg", {"quality": 78, "progressive": True, "optimize": True})
WEBP = Output("WEBP", "webp", {"quality": 92, "method": 4})


class StoredImage(ContentFile):
    """A picture that went through ``sanitised``; storing it needs no second pass."""


def sanitised(
    file: File, name: str, max_side: int = STORED_SIDE, forced: Output | None = None
) -> StoredImage:
    """The picture in ``file`` as pixels and nothing else.

    Orientation is applied; place, camera, author, comments, embedded previews and colour profile
    (converted to sRGB) are gone. HEIC and AVIF become JPEG, GIF becomes PNG, what is larger than
    ``max_side`` pixels is scaled down; ``forced`` prescribes how it is written. The result's name
    has the extension of its content.

    Raises ``ValidationError`` with a text for the editor on anything that is not a still picture
    of an allowed format, has too many pixels (known from the header, before decoding) or is
    damaged.
    """
    try:
        file.seek(0)
        with _opened(file) as image:
            pixels, output = _clean_pixels(image, max_side)
            if forced is not None:
                pixels, output = on_white(pixels), forced
            buffer = io.BytesIO()
            pixels.save(buffer, output.pillow_format, **output.options)
    except BROKEN as error:
        raise ValidationError(
            _("这个图片文件已损坏，无法读取。请用看图软件打开后另存一份，再上传。"),
            code="image_broken",
        ) from error
    stem = os.path.splitext(os.path.basename(name))[0]
    return StoredImage(buffer.getvalue(), name=f"{stem}.{output.extension}")


def ready_to_store(content: File, name: str) -> StoredImage:
    """``content`` itself where it is sanitised already, else its sanitised form."""
    return _already_stored(content) or sanitised(content, name)


def poster(content: File, name: str) -> StoredImage:
    """The still of a video as a small JPEG, likewise. Raises as ``sanitised`` does."""
    return _already_stored(content) or sanitised(content, name, POSTER_SIDE, POSTER)


def on_white(image: Pillow.Image) -> Pillow.Image:
    """``image`` without transparency, for formats that have none."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    ground = Pillow.new("RGB", clear.size, "white")
    ground.paste(clear, mask=clear.getchannel("A"))
    return ground


def _already_stored(content: File) -> StoredImage | None:
    inner = getattr(content, "file", content)
    found = (item for item in (content, inner) if isinstance(item, StoredImage))
    return next(found, None)


def _opened(file: File) -> Pillow.Image:
    """The picture with its header read and judged, its pixels not yet decoded."""
    try:
        image = Pillow.open(file, formats=FORMATS)
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise ValidationError(
            _("这不是可以使用的图片。能用的格式：%(formats)s；SVG、PSD、TIFF 等请先转换。"),
            code="image_format",
            params={"formats": FORMATS_LABEL},
        ) from error
    width, height = image.size
    limit = MAX_PIXELS if image.format in PHOTO_FORMATS else MAX_PIXELS_OTHER
    if width * height > limit or max(width, height) > MAX_SIDE:
        raise _too_many_pixels(image.size, limit)
    if _is_animated(image):
        raise ValidationError(
            _("这是会动的图片。网站只显示静态图片：请另存其中一帧，或转成 MP4 作为视频上传。"),
            code="image_animated",
        )
    return image


def _too_many_pixels(
    size: tuple[int, int] | None = None, limit: int = MAX_PIXELS
) -> ValidationError:
    if size is None:
        return ValidationError(
            _("图片太大，远超上限。最多 %(limit)s 万像素、边长 %(side)s 像素，请缩小后再上传。"),
            code="image_pixels",
            params={"limit": limit // 10_000, "side": MAX_SIDE},
        )
    return ValidationError(
        _("图片太大（%(size)s 像素）。最多 %(limit)s 万像素、边长 %(side)s 像素，请缩小后再上传。"),
        code="image_pixels",
        params={"size": f"{size[0]}×{size[1]}", "limit": limit // 10_000, "side": MAX_SIDE},
    )


def _is_animated(image: Pillow.Image) -> bool:
    # A JPEG with several frames (MPO) is a photo with its depth map or preview, HEIC a burst.
    if image.format in PHOTO_FORMATS:
        return False
    return bool(getattr(image, "is_animated", False))


def _clean_pixels(image: Pillow.Image, max_side: int) -> tuple[Pillow.Image, Output]:
    """Decoded, upright, in sRGB, no larger than ``max_side``; and how to write it."""
    source_format, full_size = image.format, image.size
    reduction = max(max(full_size) / max_side, 1)
    image.draft(None, (int(full_size[0] / reduction), int(full_size[1] / reduction)))
    image.load()
    turned = image.getexif().get(ORIENTATION, 1) not in (0, 1)
    # Each step gives back the same object where it has nothing to do: a copy may be 200 MB.
    pixels = _plain_mode(_in_srgb(ImageOps.exif_transpose(image) if turned else image))
    if max(pixels.size) > max_side:
        pixels.thumbnail((max_side, max_side), Pillow.Resampling.LANCZOS)
    if source_format == "JPEG" and pixels is image and pixels.size == full_size:
        # Written with its own tables, a JPEG loses nothing that can be seen.
        image.info.clear()
        return image, JPEG_KEPT
    transparency = pixels.info.get("transparency")
    pixels.info.clear()
    if pixels.mode == "P" and transparency is not None:
        pixels.info["transparency"] = transparency
    return pixels, _output_for(source_format or "", pixels)


def _output_for(source_format: str, pixels: Pillow.Image) -> Output:
    if source_format == "WEBP":
        return WEBP
    if source_format in ("PNG", "GIF") or "A" in pixels.mode or pixels.mode == "P":
        return PNG
    return JPEG


def _foreign_profile(image: Pillow.Image) -> ImageCms.ImageCmsProfile | None:
    """The colour profile that must be applied before it is dropped; none for sRGB and grey."""
    data = image.info.get("icc_profile")
    if not data or image.mode not in ("RGB", "RGBA", "CMYK"):
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        description = ImageCms.getProfileDescription(profile)
    except (ImageCms.PyCMSError, *BROKEN):
        # A broken profile is common and harmless: the colours are taken as they are.
        return None
    return None if "srgb" in description.lower() else profile


def _in_srgb(image: Pillow.Image) -> Pillow.Image:
    profile = _foreign_profile(image)
    if profile is None:
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        converted = ImageCms.profileToProfile(
            image, profile, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, *BROKEN):
        return image
    return converted or image


def _plain_mode(image: Pillow.Image) -> Pillow.Image:
    """One of the modes that all our output formats can write: L, LA, RGB, RGBA, P."""
    if image.mode.startswith("I") or image.mode == "F":
        # 16 bits a pixel; a plain convert would clip everything to white.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("L", "RGB") and "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("L", "LA", "RGB", "RGBA", "P"):
        return image
    if image.mode == "1":
        return image.convert("L")
    return image.convert("RGBA" if image.mode in ("PA", "RGBa", "La") else "RGB")
