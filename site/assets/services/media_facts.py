"""What the readers of the container formats have in common."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _


class Readable(Protocol):
    """An open file in bytes: one of Django's or one of Python's."""

    def read(self, size: int = ..., /) -> bytes: ...

    def seek(self, offset: int, whence: int = ..., /) -> Any: ...

    def tell(self) -> int: ...


class UnreadableMedia(ValueError):
    """The file is not a playable video or audio file; the text says why, for the editor."""


@dataclass(frozen=True, slots=True)
class Streams:
    """What a file contains. ``duration`` in seconds, None where the file doesn't say.

    ``width`` and ``height`` are those of the picture as shown, after turning. Codecs are named as
    the container names them ("avc1", "V_VP9").
    """

    duration: float | None = None
    width: int | None = None
    height: int | None = None
    video_codecs: tuple[str, ...] = ()
    sound_codecs: tuple[str, ...] = ()


def size_of(file: Readable) -> int:
    """The size in bytes; leaves the position at the beginning."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    return size


def incomplete() -> UnreadableMedia:
    return UnreadableMedia(_("文件不完整，后一部分缺失。请等原文件复制完成，再重新上传。"))
