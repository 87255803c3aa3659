"""Names under which uploads are stored."""

import os
import re
import secrets

from django.core.files.base import File

from core.slugs import pinyin_slug

# Enough that a name says what it is, little enough that a rendition's name keeps all of it.
STEM_LENGTH = 30
HASHED_NAME = re.compile(r"(?:^|/)[0-9a-f]{12}-[a-z0-9-]+(?:\.[a-zA-Z0-9|_.-]+)?$")


def stored_name(filename: str) -> str:
    """The ASCII name for an upload: a token of its own, then the Chinese name in pinyin.

    >>> stored_name("青禾镇 党课.MP4")  # doctest: +SKIP
    '3f9a0c1d22b7-qing-he-zhen-dang-ke.mp4'

    The token makes every stored name new, so a file may be cached for ever: replaced content
    always has another address. ``HASHED_NAME`` recognises such names.
    """
    stem, extension = os.path.splitext(os.path.basename(filename.replace("\\", "/")))
    extension = re.sub(r"[^a-z0-9]", "", extension.lower())[:8]
    slug = pinyin_slug(stem, max_length=STEM_LENGTH) or "file"
    return f"{secrets.token_hex(6)}-{slug}" + (f".{extension}" if extension else "")


def original_name(file: File, max_length: int = 255) -> str:
    """The name a person gave the file, without folders and control characters, cut to fit."""
    name = os.path.basename(str(file.name or "").replace("\\", "/"))
    name = re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", name).strip()
    stem, extension = os.path.splitext(name)
    return stem[: max_length - len(extension)] + extension
