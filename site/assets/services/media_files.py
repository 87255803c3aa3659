"""Video and audio files: what they are and how long, read from the file itself."""

from dataclasses import dataclass

from django.core.files.base import File
from django.utils.translation import gettext as _


class UnreadableMedia(ValueError):
    """The file is not a playable video or audio file; the text says why, for the editor."""


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """``duration`` in seconds; ``width`` and ``height`` in pixels as shown, None for sound."""

    mime_type: str
    duration: float
    width: int | None = None
    height: int | None = None


def facts(file: File, kind: str) -> MediaFacts:
    """What ``file`` is; ``kind`` is "video" or "audio". Raises ``UnreadableMedia``."""
    raise UnreadableMedia


def duration_label(seconds: float) -> str:
    """``seconds`` in words: "5 分 42 秒", "48 秒", "1 小时 02 分"; empty if unknown."""
    total = round(seconds)
    if total <= 0:
        return ""
    minutes, rest = divmod(total, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("%(hours)d 小时 %(minutes)02d 分") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)d 分 %(seconds)02d 秒") % {"minutes": minutes, "seconds": rest}
    return _("%(seconds)d 秒") % {"seconds": rest}


def size_label(size: int | None) -> str:
    """``size`` (bytes) in words: "约 18 MB", "约 640 KB"; empty if unknown."""
    if not size:
        return ""
    if size >= 1_000_000:
        megabytes = size / 1_000_000
        return _("约 %s MB") % (f"{megabytes:.1f}" if megabytes < 10 else round(megabytes))
    return _("约 %s KB") % max(round(size / 1000), 1)
