"""ffprobe, where the machine has it: exact durations and dimensions of odd files."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from assets.services.media_facts import Streams, UnreadableMedia

TIMEOUT_SECONDS = 20
DEMUXERS = {"mp4": "mov", "webm": "matroska", "mp3": "mp3", "ogg": "ogg"}


def read(file: File, container: str) -> Streams | None:
    """Duration and dimensions by ffprobe; None where it isn't installed or takes too long.

    The demuxer is named and only local files are allowed, so a playlist in disguise reaches
    nothing. Raises ``UnreadableMedia`` where ffprobe can't read the file.
    """
    program = shutil.which("ffprobe")
    if program is None:
        return None
    with local_path(file) as path:
        command = [
            *(program, "-v", "error", "-protocol_whitelist", "file"),
            *("-f", DEMUXERS[container], "-of", "json", "-show_entries"),
            "format=duration:stream=codec_type,width,height:stream_side_data=rotation"
            ":stream_disposition=attached_pic",
            *("-i", path),
        ]
        try:
            # The command is a constant but for the path of a file we made.
            done = subprocess.run(
                command, capture_output=True, timeout=TIMEOUT_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return None
    if done.returncode != 0:
        raise UnreadableMedia(_("文件已损坏，无法播放。请检查原文件后重新上传。"))
    return _streams(json.loads(done.stdout or b"{}"))


def _streams(answer: dict[str, Any]) -> Streams:
    duration = answer.get("format", {}).get("duration")
    width = height = None
    for stream in answer.get("streams", []):
        is_cover = stream.get("disposition", {}).get("attached_pic")
        if stream.get("codec_type") == "video" and not is_cover:
            width, height = stream.get("width"), stream.get("height")
            if any(data.get("rotation", 0) % 180 for data in stream.get("side_data_list", [])):
                width, height = height, width
            break
    return Streams(duration=float(duration) if duration else None, width=width, height=height)


@contextmanager
def local_path(file: File) -> Iterator[str]:
    """A path under which another program can read ``file``, copied in blocks if it has none."""
    inner = getattr(file, "file", file)
    for candidate in (file, inner):
        if hasattr(candidate, "temporary_file_path"):
            yield candidate.temporary_file_path()
            return
    with tempfile.NamedTemporaryFile(prefix="hongfan-media-") as copy:
        file.seek(0)
        shutil.copyfileobj(file, copy)
        copy.flush()
        file.seek(0)
        yield copy.name
