"""MP3 and OGG through tinytag."""

from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from tinytag import TinyTag, TinyTagException

from assets.services.media_facts import Readable, Streams, UnreadableMedia, size_of


def read_sound(file: Readable) -> Streams:
    """The stream of an MP3 or OGG file. Raises ``UnreadableMedia`` where there is none."""
    size_of(file)
    try:
        tag = TinyTag.get(file_obj=cast(BinaryIO, file), tags=False)
    except TinyTagException as error:
        raise _unreadable() from error
    if not tag.duration or not tag.samplerate:
        raise _unreadable()
    return Streams(duration=tag.duration, sound_codecs=(_codec(tag),))


def _codec(tag: TinyTag) -> str:
    mime_type = tag.mime_type or ""
    if "opus" in mime_type:
        return "Opus"
    return {"audio/mpeg": ".mp3"}.get(mime_type.split(";")[0], "A_VORBIS")


def _unreadable() -> UnreadableMedia:
    return UnreadableMedia(_("这个音频文件已损坏，无法播放。请检查原文件后重新上传。"))
