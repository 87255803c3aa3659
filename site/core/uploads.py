"""File names that every file system can store."""

import os
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler

# File systems allow 255 bytes, of which a storage takes some to tell equal names apart. A Chinese
# character is three bytes: Django and Wagtail count characters, and find out when they write.
MOST_BYTES = 200
MOST_OF_ENDING = 20


def short_name(name: str) -> str:
    """``name`` with its ending, cut between characters to ``MOST_BYTES`` bytes of UTF-8."""
    if len(name.encode("utf-8", "replace")) <= MOST_BYTES:
        return name
    stem, ending = os.path.splitext(name)
    ending = _cut(ending, MOST_OF_ENDING)
    return _cut(stem, MOST_BYTES - len(ending.encode())) + ending


def _cut(text: str, size: int) -> str:
    return text.encode("utf-8", "ignore")[:size].decode("utf-8", "ignore")


class _ShortNames:
    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, short_name(file_name), *args, **kwargs)  # type: ignore[misc]


class MemoryUploadHandler(_ShortNames, MemoryFileUploadHandler):
    """Small files."""


class TemporaryUploadHandler(_ShortNames, TemporaryFileUploadHandler):
    """All others. Their temporary file carries the ending."""
