import io
import random
import struct
import zlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

import pytest
from PIL import Image as Pillow
from PIL import ImageCms
from PIL.PngImagePlugin import PngInfo

from assets.services import image_files
from assets.services.image_files import StoredImage, ready_to_store, sanitised
from tests.support.uploads import drawn, picture, picture_bytes


def _opened(stored: StoredImage) -> Pillow.Image:
    return Pillow.open(io.BytesIO(stored.read()))


def _code(content: bytes, name: str = "a.jpg") -> str:
    with pytest.raises(ValidationError) as caught:
        sanitised(SimpleUploadedFile(name, content), name)
    return caught.value.code


@pytest.mark.parametrize(
    ("image_format", "stored_as"),
    [("JPEG", "JPEG"), ("PNG", "PNG"), ("WEBP", "WEBP"), ("AVIF", "JPEG"), ("HEIF", "JPEG")],
)
def test_place_and_camera_are_gone(image_format, stored_as):
    content = picture_bytes(image_format, with_place=True)
    assert b"SecretCamera" in content

    stored = sanitised(SimpleUploadedFile("a.bin", content), "a.bin")

    image = _opened(stored)
    assert image.format == stored_as
    assert not image.getexif()
    assert b"SecretCamera" not in stored.file.getvalue()
    assert stored.name == "a." + {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[stored_as]


def test_comments_texts_and_what_follows_the_picture_are_gone():
    texts = PngInfo()
    texts.add_text("Author", "Secret")
    png = picture_bytes("PNG", pnginfo=texts) + b"PK\x03\x04 secret archive"
    jpeg = picture_bytes("JPEG", comment=b"Secret") + b"<script>secret</script>"

    for content in (png, jpeg):
        data = sanitised(ContentFile(content), "a").file.getvalue()
        assert b"ecret" not in data


@pytest.mark.parametrize("orientation", range(2, 9))
def test_orientation_is_applied(orientation):
    stored = sanitised(picture(orientation=orientation), "a.jpg")
    image = _opened(stored)
    assert image.size == ((64, 96) if orientation > 4 else (96, 64))
    # Where the red half is after turning, by the EXIF standard.
    red_at = {
        2: (90, 32),
        3: (90, 32),
        4: (5, 32),
        5: (32, 5),
        6: (32, 5),
        7: (32, 90),
        8: (32, 90),
    }
    red, green, _blue = image.convert("RGB").getpixel(red_at[orientation])
    assert red > 150 and green < 80


def test_an_ordinary_jpeg_keeps_its_tables():
    content = picture_bytes(quality=55)
    stored = sanitised(ContentFile(content), "a.jpg")
    assert _opened(stored).quantization == Pillow.open(io.BytesIO(content)).quantization


def test_a_large_photo_is_scaled_down():
    image = _opened(sanitised(picture(size=(5000, 2500)), "a.jpg"))
    assert image.size == (3840, 1920)


@pytest.mark.parametrize(
    ("image_format", "mode"),
    [
        *(("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")),
        *(("JPEG", mode) for mode in ("L", "RGB", "CMYK")),
        ("GIF", "P"),
        ("WEBP", "RGBA"),
        ("AVIF", "RGBA"),
        ("HEIF", "RGBA"),
    ],
)
def test_every_kind_of_pixel_is_stored_in_a_plain_one(image_format, mode):
    content = picture_bytes(image_format, mode=mode)
    image = _opened(sanitised(ContentFile(content), "a"))
    assert image.mode in ("L", "LA", "RGB", "RGBA", "P")
    if mode == "RGBA":
        assert image.mode == "RGBA"


def test_sixteen_bits_keep_their_greys():
    buffer = io.BytesIO()
    Pillow.new("I;16", (4, 4), 32768).save(buffer, "PNG")
    image = _opened(sanitised(ContentFile(buffer.getvalue()), "a.png"))
    assert image.getpixel((0, 0)) == 128


def test_transparent_palette_survives():
    gif = drawn(mode="RGB").convert("P")
    buffer = io.BytesIO()
    gif.save(buffer, "GIF", transparency=gif.getpixel((0, 0)))
    image = _opened(sanitised(ContentFile(buffer.getvalue()), "a.gif")).convert("RGBA")
    assert image.getpixel((0, 0))[3] == 0
    assert image.getpixel((90, 10))[3] == 255


def test_a_foreign_colour_profile_is_applied_and_dropped():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    # A profile that doesn't fit the pixels is as common as it is harmless.
    for icc_profile in (profile, b"not a profile"):
        stored = sanitised(ContentFile(picture_bytes(icc_profile=icc_profile)), "a.jpg")
        assert "icc_profile" not in _opened(stored).info


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"%PDF-1.7",
        b"MZ\x90\x00",
        b"plain text",
        b"8BPS\x00\x01" + b"\0" * 40,
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name(content):
    assert _code(content) == "image_format"


def test_other_picture_formats_are_refused():
    assert _code(picture_bytes("TIFF")) == "image_format"
    assert _code(picture_bytes("BMP")) == "image_format"


def test_a_picture_under_the_wrong_name_is_taken_for_what_it_is():
    assert sanitised(picture("a.png", "JPEG"), "a.png").name == "a.jpg"


def _bomb(width: int, height: int) -> bytes:
    """A PNG whose header announces a size that its data doesn't have."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99))


@pytest.mark.parametrize("size", [(9000, 9000), (60_000, 60_000), (21_000, 10)])
def test_too_many_pixels_are_refused_before_decoding(size, monkeypatch):
    monkeypatch.setattr(
        Pillow.Image, "load", lambda *args: pytest.fail("decoded a picture that is too large")
    )
    assert _code(_bomb(*size)) == "image_pixels"


@pytest.mark.parametrize(
    ("size", "words"),
    [((9000, 9000), "9000×9000 像素"), ((60_000, 60_000), "图片太大，远超上限。")],
)
def test_the_refusal_is_a_sentence_with_or_without_a_figure(size, words):
    with pytest.raises(ValidationError) as caught:
        sanitised(ContentFile(_bomb(*size)), "a.png")
    assert words in caught.value.messages[0]


@pytest.mark.parametrize("image_format", ["GIF", "WEBP", "PNG", "AVIF"])
def test_moving_pictures_are_refused(image_format):
    buffer = io.BytesIO()
    frames = [drawn(), drawn(mode="L").convert("RGB")]
    frames[0].save(buffer, image_format, save_all=True, append_images=frames[1:], duration=100)
    assert _code(buffer.getvalue()) == "image_animated"


def test_a_phone_photo_with_a_second_frame_is_a_still():
    buffer = io.BytesIO()
    drawn().save(buffer, "MPO", save_all=True, append_images=[drawn()])
    assert _opened(sanitised(ContentFile(buffer.getvalue()), "a.jpg")).format == "JPEG"


# Pillow warns of what it skips.
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("image_format", sorted({"JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF"}))
def test_broken_files_never_raise_anything_else(image_format):
    whole = picture_bytes(image_format, with_place=image_format != "GIF")
    chance = random.Random(2026)
    for _round in range(60):
        broken = bytearray(whole)
        for _hit in range(chance.randint(1, 12)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        del broken[chance.randint(len(broken) // 3, len(broken)) :]
        try:
            sanitised(ContentFile(bytes(broken)), "a")
        except ValidationError as error:
            assert error.code in {"image_broken", "image_format", "image_pixels", "image_animated"}


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_half_a_file_is_called_damaged(image_format):
    content = picture_bytes(image_format, size=(400, 300))
    assert _code(content[: len(content) // 2]) == "image_broken"


def test_a_sanitised_picture_is_not_done_twice(monkeypatch):
    stored = sanitised(picture(), "a.jpg")
    monkeypatch.setattr(image_files, "sanitised", lambda *args: pytest.fail("done twice"))
    assert ready_to_store(stored, "a.jpg") is stored
