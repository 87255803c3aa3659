"""Video and audio files: what they are and how long, read from the file itself.

The structure is read by our own bounded readers (``isobmff``, ``ebml``) and by tinytag, so a broken
or unplayable file is refused alike on every machine; where ffprobe is installed its figures win.
"""

import struct
from dataclasses import dataclass, replace

from django.core.files.base import File
from django.utils.translation import gettext as _

from assets.services import ebml, ffprobe, isobmff
from assets.services.media_facts import Streams, UnreadableMedia
from assets.services.sound_files import read_sound

# What today's browsers play, by the names the containers use.
VIDEO_CODECS = frozenset({"avc1", "avc3", "av01", "vp08", "vp09", "V_VP8", "V_VP9", "V_AV1"})
SOUND_CODECS = frozenset({"mp4a", "Opus", ".mp3", "fLaC", "A_VORBIS", "A_OPUS"})

READERS = {
    "mp4": isobmff.read,
    "webm": ebml.read,
    "mp3": read_sound,
    "ogg": read_sound,
}
MAX_SECONDS = 7 * 24 * 3600
# (container, has picture): media type and the extension to store under
TYPES = {
    ("mp4", True): ("video/mp4", "mp4"),
    ("mp4", False): ("audio/mp4", "m4a"),
    ("webm", True): ("video/webm", "webm"),
    ("mp3", False): ("audio/mpeg", "mp3"),
    ("ogg", False): ("audio/ogg", "ogg"),
}


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """``duration`` in seconds; ``width`` and ``height`` in pixels as shown, None for sound."""

    mime_type: str
    extension: str
    duration: float
    width: int | None
    height: int | None


def facts(file: File, kind: str) -> MediaFacts:
    """What ``file`` is; ``kind`` is what it should be, "video" or "audio", anything else for
    either.

    Reads headers only, however large the file. Raises ``UnreadableMedia`` for a wrong type, an
    incomplete or damaged file and for codecs that browsers don't play.
    """
    container = _container(file, kind)
    try:
        streams = READERS[container](file)
    except (struct.error, IndexError, OverflowError, RecursionError) as error:
        raise _damaged() from error
    streams = _with_ffprobe(file, container, streams)
    has_picture = bool(streams.video_codecs)
    _judge_kind(kind, has_picture, bool(streams.sound_codecs))
    _judge_codecs(streams)
    if streams.duration is None or not 0.001 < streams.duration < MAX_SECONDS:
        raise UnreadableMedia(
            _("文件里没有时长信息（录屏文件常见）。请用剪辑软件重新导出一次，再上传。")
        )
    if has_picture and not (streams.width and streams.height):
        raise _damaged()
    if (container, has_picture) not in TYPES:
        raise _wrong_type(kind)
    mime_type, extension = TYPES[container, has_picture]
    return MediaFacts(
        mime_type,
        extension,
        round(streams.duration, 3),
        streams.width if has_picture else None,
        streams.height if has_picture else None,
    )


def _container(file: File, kind: str) -> str:
    """The container format by the first bytes."""
    file.seek(0)
    head = file.read(64)
    file.seek(0)
    if head[4:8] == b"ftyp":
        if head[8:12] == b"qt  ":
            raise UnreadableMedia(
                _("这是 MOV 文件，多数浏览器不能播放。请导出为 MP4（H.264）再上传。")
            )
        return "mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    if head.startswith(b"OggS"):
        return "ogg"
    if head.startswith(b"ID3") or (head[:1] == b"\xff" and head[1:2] in b"\xfb\xfa\xf3\xf2\xe3"):
        return "mp3"
    raise _wrong_type(kind)


def _with_ffprobe(file: File, container: str, streams: Streams) -> Streams:
    measured = ffprobe.read(file, container)
    if measured is None:
        return streams
    return replace(
        streams,
        duration=measured.duration or streams.duration,
        width=measured.width or streams.width,
        height=measured.height or streams.height,
    )


def _judge_kind(kind: str, has_picture: bool, has_sound: bool) -> None:
    if kind == "video" and not has_picture:
        raise UnreadableMedia(_("这个文件里没有画面，只有声音。请作为音频上传。"))
    if kind == "audio" and has_picture:
        raise UnreadableMedia(_("这个文件里有画面。请作为视频上传，或只导出声音。"))
    if not has_picture and not has_sound:
        raise _damaged()


def _judge_codecs(streams: Streams) -> None:
    # Players take the first picture; further ones are cover art or chapter stills.
    if not set(streams.video_codecs[:1]) <= VIDEO_CODECS:
        raise UnreadableMedia(
            _("画面的编码（%s）多数浏览器不能播放。请导出为 H.264 编码的 MP4 再上传。")
            % "、".join(_shown(streams.video_codecs[:1]))
        )
    if streams.sound_codecs and SOUND_CODECS.isdisjoint(streams.sound_codecs):
        raise UnreadableMedia(
            _("声音的编码（%s）多数浏览器不能播放。请导出为 AAC 编码再上传。")
            % "、".join(_shown(streams.sound_codecs))
        )


def _shown(codecs: tuple[str, ...]) -> list[str]:
    names = {"hvc1": "H.265/HEVC", "hev1": "H.265/HEVC", "mp4v": "MPEG-4 Part 2", "ac-3": "AC-3"}
    return [names.get(codec, codec) for codec in codecs]


def _damaged() -> UnreadableMedia:
    return UnreadableMedia(_("文件已损坏或没有传完整，无法播放。请检查原文件后重新上传。"))


def _wrong_type(kind: str) -> UnreadableMedia:
    if kind == "video":
        return UnreadableMedia(_("这不是可以使用的视频。请上传 MP4（H.264）或 WebM 文件。"))
    if kind == "audio":
        return UnreadableMedia(_("这不是可以使用的音频。请上传 MP3、M4A 或 OGG 文件。"))
    return UnreadableMedia(
        _("这不是可以使用的视频或音频。可以上传 MP4、WebM、MP3、M4A、OGG 文件。")
    )


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
