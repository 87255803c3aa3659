"""MP4 and M4A (ISO base media file format): duration, dimensions, codecs.

Walks the tree of boxes by their sizes and reads only the few small ones it needs, so a file of
any size costs the same; the number of boxes looked at is bounded.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from assets.services.media_facts import Readable, Streams, incomplete, size_of

MAX_BOXES = 50_000
# The largest box that is read whole; the ones we need have some hundred bytes.
MAX_READ = 4096
WALKED = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"mvex"}


@dataclass(slots=True)
class _Track:
    handler: bytes = b""
    width: int = 0
    height: int = 0
    duration: float | None = None
    codecs: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Movie:
    timescale: int = 0
    duration: float | None = None
    fragments: float | None = None
    tracks: list[_Track] = field(default_factory=list)
    boxes: int = 0


def read(file: Readable) -> Streams:
    """The streams of an MP4 file. Raises ``UnreadableMedia`` where it is cut off or not one."""
    movie = _Movie()
    _walk(file, 0, size_of(file), movie, depth=0)
    if not movie.tracks:
        raise incomplete()
    pictures = [track for track in movie.tracks if track.handler == b"vide"]
    sounds = [track for track in movie.tracks if track.handler == b"soun"]
    return Streams(
        duration=_duration(movie),
        width=pictures[0].width if pictures else None,
        height=pictures[0].height if pictures else None,
        video_codecs=tuple(codec for track in pictures for codec in track.codecs),
        sound_codecs=tuple(codec for track in sounds for codec in track.codecs),
    )


def _duration(movie: _Movie) -> float | None:
    """The movie's own figure; a fragmented file has it elsewhere, a careless one in its tracks."""
    in_tracks = [track.duration for track in movie.tracks if track.duration]
    return movie.duration or movie.fragments or (max(in_tracks) if in_tracks else None)


def _boxes(file: Readable, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """``(type, begin of content, end)`` of the boxes between ``start`` and ``end``."""
    position = start
    while position + 8 <= end:
        file.seek(position)
        size, kind = struct.unpack(">I4s", file.read(8))
        header = 8
        if size == 1:
            size = struct.unpack(">Q", file.read(8))[0]
            header = 16
        elif size == 0:
            size = end - position
        if size < header or position + size > end:
            raise incomplete()
        yield kind, position + header, position + size
        position += size


def _walk(file: Readable, start: int, end: int, movie: _Movie, depth: int) -> None:
    if depth > 8:
        raise incomplete()
    for kind, begin, stop in _boxes(file, start, end):
        movie.boxes += 1
        if movie.boxes > MAX_BOXES:
            raise incomplete()
        if kind == b"trak":
            movie.tracks.append(_Track())
        if kind in WALKED:
            _walk(file, begin, stop, movie, depth + 1)
        elif kind in LEAVES:
            file.seek(begin)
            LEAVES[kind](file.read(min(stop - begin, MAX_READ)), movie)


def _mvhd(data: bytes, movie: _Movie) -> None:
    movie.timescale, duration = _scale_and_duration(data)
    movie.duration = duration / movie.timescale if movie.timescale and duration else None


def _mdhd(data: bytes, movie: _Movie) -> None:
    timescale, duration = _scale_and_duration(data)
    if movie.tracks and timescale and duration:
        movie.tracks[-1].duration = duration / timescale


def _scale_and_duration(data: bytes) -> tuple[int, int]:
    """Ticks a second, and ticks; all ones mean unknown, given as 0."""
    if data[0] == 1:
        timescale, duration = struct.unpack_from(">IQ", data, 20)
        return timescale, 0 if duration == 2**64 - 1 else duration
    timescale, duration = struct.unpack_from(">II", data, 12)
    return timescale, 0 if duration == 2**32 - 1 else duration


def _mehd(data: bytes, movie: _Movie) -> None:
    duration = struct.unpack_from(">Q" if data[0] == 1 else ">I", data, 4)[0]
    movie.fragments = duration / movie.timescale if movie.timescale and duration else None


def _tkhd(data: bytes, movie: _Movie) -> None:
    if not movie.tracks:
        return
    offset = 52 if data[0] == 1 else 40
    matrix = struct.unpack_from(">9i", data, offset)
    width, height = (value >> 16 for value in struct.unpack_from(">II", data, offset + 36))
    quarter_turn = matrix[0] == matrix[4] == 0 and matrix[1] and matrix[3]
    track = movie.tracks[-1]
    track.width, track.height = (height, width) if quarter_turn else (width, height)


def _hdlr(data: bytes, movie: _Movie) -> None:
    # The first one of a track is its media's; later ones belong to its data.
    if movie.tracks and not movie.tracks[-1].handler:
        movie.tracks[-1].handler = data[8:12]


def _stsd(data: bytes, movie: _Movie) -> None:
    if not movie.tracks:
        return
    position = 8
    for _number in range(min(struct.unpack_from(">I", data, 4)[0], 8)):
        if position + 8 > len(data):
            break
        size, kind = struct.unpack_from(">I4s", data, position)
        movie.tracks[-1].codecs.append(kind.decode("latin-1"))
        if size < 8:
            break
        position += size


LEAVES = {
    b"mvhd": _mvhd,
    b"mehd": _mehd,
    b"tkhd": _tkhd,
    b"mdhd": _mdhd,
    b"hdlr": _hdlr,
    b"stsd": _stsd,
}
