"""WebM (EBML): duration, dimensions, codecs, from the headers before the first cluster."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assets.services.media_facts import Readable, Streams, UnreadableMedia, incomplete, size_of

MAX_ELEMENTS = 20_000
MAX_READ = 256

HEADER, DOC_TYPE = 0x1A45DFA3, 0x4282
SEGMENT, INFO, TRACKS, CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
TIMESTAMP_SCALE, DURATION = 0x2AD7B1, 0x4489
TRACK_ENTRY, TRACK_TYPE, CODEC_ID, VIDEO = 0xAE, 0x83, 0x86, 0xE0
PIXEL_WIDTH, PIXEL_HEIGHT = 0xB0, 0xBA
PARENTS = {HEADER, SEGMENT, INFO, TRACKS, TRACK_ENTRY, VIDEO}
PICTURE, SOUND = 1, 2


@dataclass(slots=True)
class _File:
    doc_type: str = ""
    # Nanoseconds of one tick; the duration is a number of ticks.
    scale: int = 1_000_000
    ticks: float | None = None
    tracks: list[dict[int, int | str]] = field(default_factory=list)
    elements: int = 0


def read(file: Readable) -> Streams:
    """The streams of a WebM file. Raises ``UnreadableMedia`` where it is cut off or not one."""
    found = _File()
    _walk(file, 0, size_of(file), found, depth=0)
    if found.doc_type != "webm":
        raise UnreadableMedia(_("这是 MKV 文件，浏览器不能播放。请导出为 MP4（H.264）再上传。"))
    if not found.tracks:
        raise incomplete()
    pictures = [track for track in found.tracks if track.get(TRACK_TYPE) == PICTURE]
    sounds = [track for track in found.tracks if track.get(TRACK_TYPE) == SOUND]
    first = pictures[0] if pictures else {}
    return Streams(
        duration=found.ticks * found.scale / 1e9 if found.ticks else None,
        width=int(first.get(PIXEL_WIDTH, 0)) or None,
        height=int(first.get(PIXEL_HEIGHT, 0)) or None,
        video_codecs=tuple(str(track.get(CODEC_ID, "")) for track in pictures),
        sound_codecs=tuple(str(track.get(CODEC_ID, "")) for track in sounds),
    )


def _elements(file: Readable, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """``(identifier, begin of content, end)``; an unknown size reaches to ``end``."""
    position = start
    while position < end:
        file.seek(position)
        head = file.read(12)
        identifier, id_length = _number(head, 0, keep_marker=True)
        size, size_length = _number(head, id_length, keep_marker=False)
        begin = position + id_length + size_length
        unknown = size == (1 << 7 * size_length) - 1
        stop = end if unknown else begin + size
        if stop > end:
            raise incomplete()
        yield identifier, begin, stop
        position = stop


def _number(data: bytes, offset: int, *, keep_marker: bool) -> tuple[int, int]:
    """EBML's number of variable length, and that length."""
    first = data[offset]
    length = 9 - first.bit_length()
    if length > 8 or offset + length > len(data):
        raise incomplete()
    value = int.from_bytes(data[offset : offset + length], "big")
    return (value if keep_marker else value & ((1 << 7 * length) - 1)), length


def _walk(file: Readable, start: int, end: int, found: _File, depth: int) -> None:
    if depth > 6:
        raise incomplete()
    for identifier, begin, stop in _elements(file, start, end):
        found.elements += 1
        if found.elements > MAX_ELEMENTS:
            raise incomplete()
        if identifier == TRACK_ENTRY:
            found.tracks.append({})
        if identifier in PARENTS:
            _walk(file, begin, stop, found, depth + 1)
        elif identifier != CLUSTER:
            file.seek(begin)
            _leaf(identifier, file.read(min(stop - begin, MAX_READ)), found)


def _leaf(identifier: int, data: bytes, found: _File) -> None:
    if identifier == DOC_TYPE:
        found.doc_type = _text(data)
    elif identifier == TIMESTAMP_SCALE:
        found.scale = int.from_bytes(data, "big")
    elif identifier == DURATION and len(data) in (4, 8):
        found.ticks = struct.unpack(">f" if len(data) == 4 else ">d", data)[0]
    elif found.tracks and identifier in (TRACK_TYPE, PIXEL_WIDTH, PIXEL_HEIGHT):
        found.tracks[-1][identifier] = int.from_bytes(data[:8], "big")
    elif found.tracks and identifier == CODEC_ID:
        found.tracks[-1][identifier] = _text(data)


def _text(data: bytes) -> str:
    return data.rstrip(b"\0").decode("ascii", "replace")
