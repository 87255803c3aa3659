import json
import random
import shutil
import subprocess
import types

from django.core.files.base import ContentFile

import pytest

from assets.services import ffprobe, media_files, stills
from assets.services.media_facts import UnreadableMedia
from assets.services.media_files import MediaFacts, facts
from tests.support.uploads import MEDIA_FILES, media

PLAYABLE = [
    ("video.mp4", "video", MediaFacts("video/mp4", "mp4", 2.0, 64, 36)),
    ("faststart.mp4", "video", MediaFacts("video/mp4", "mp4", 2.0, 64, 36)),
    ("turned.mp4", "video", MediaFacts("video/mp4", "mp4", 2.0, 36, 64)),
    ("video.webm", "video", MediaFacts("video/webm", "webm", 2.0, 64, 36)),
    ("sound.mp3", "audio", MediaFacts("audio/mpeg", "mp3", 2.0, None, None)),
    ("sound.m4a", "audio", MediaFacts("audio/mp4", "m4a", 2.0, None, None)),
    ("sound.ogg", "audio", MediaFacts("audio/ogg", "ogg", 2.0, None, None)),
    ("opus.ogg", "audio", MediaFacts("audio/ogg", "ogg", 2.0, None, None)),
]


@pytest.fixture
def no_programs(monkeypatch):
    """A machine without ffprobe and ffmpeg."""
    monkeypatch.setattr(shutil, "which", lambda name: None)


@pytest.mark.parametrize(("name", "kind", "expected"), PLAYABLE)
def test_figures_are_read_from_the_file(name, kind, expected, no_programs):
    found = facts(media(name), kind)
    assert found.duration == pytest.approx(expected.duration, abs=0.13)
    assert (found.mime_type, found.extension) == (expected.mime_type, expected.extension)
    assert (found.width, found.height) == (expected.width, expected.height)


@pytest.mark.skipif(not shutil.which("ffprobe"), reason="ffprobe is not installed")
@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kind, _facts in PLAYABLE])
def test_ffprobe_agrees(name, kind, monkeypatch):
    with_ffprobe = facts(media(name), kind)
    monkeypatch.setattr(shutil, "which", lambda program: None)
    without = facts(media(name), kind)
    assert with_ffprobe.duration == pytest.approx(without.duration, abs=0.13)
    assert (with_ffprobe.width, with_ffprobe.height) == (without.width, without.height)


def _ffprobe_answers(monkeypatch, **answer):
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    calls = []

    def run(command, **options):
        calls.append(command)
        stdout = json.dumps(answer.get("json", {})).encode()
        return types.SimpleNamespace(returncode=answer.get("code", 0), stdout=stdout)

    monkeypatch.setattr(subprocess, "run", run)
    return calls


def test_the_figures_of_ffprobe_win(monkeypatch):
    streams = [
        {"codec_type": "video", "width": 9, "height": 9, "disposition": {"attached_pic": 1}},
        {
            "codec_type": "video",
            "width": 1920,
            "height": 1080,
            "side_data_list": [{"rotation": -90}],
        },
    ]
    answer = {"format": {"duration": "61.5"}, "streams": streams}
    calls = _ffprobe_answers(monkeypatch, json=answer)
    found = facts(media("video.mp4"), "video")
    assert (found.duration, found.width, found.height) == (61.5, 1080, 1920)
    assert calls[0][calls[0].index("-f") + 1] == "mov"
    assert calls[0][calls[0].index("-protocol_whitelist") + 1] == "file"


def test_what_ffprobe_refuses_is_damaged(monkeypatch):
    _ffprobe_answers(monkeypatch, code=1)
    with pytest.raises(UnreadableMedia, match="损坏"):
        facts(media("video.mp4"), "video")


def test_a_slow_ffprobe_is_done_without(monkeypatch):
    def run(command, **options):
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(subprocess, "run", run)
    assert facts(media("video.mp4"), "video").duration == pytest.approx(2.0)
    assert stills.still(media("video.mp4"), 2.0) is None


@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        ("hevc.mp4", "video", "H.265"),
        ("video.mov", "video", "MOV"),
        ("video.mkv", "video", "MKV"),
        ("sound.mp3", "video", "只有声音"),
        ("sound.m4a", "video", "只有声音"),
        ("video.mp4", "audio", "有画面"),
        ("live.webm", "video", "没有时长"),
        ("fragmented.mp4", "video", "没有时长"),
    ],
)
def test_what_browsers_or_pages_cannot_use_is_refused_with_the_reason(
    name, kind, says, no_programs
):
    with pytest.raises(UnreadableMedia, match=says):
        facts(media(name), kind)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"#EXTM3U\nhttp://example.org/",
        b"<html>",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF0000WAVE",
    ],
)
@pytest.mark.parametrize("kind", ["video", "audio"])
def test_other_files_are_refused_whatever_their_name(content, kind, no_programs):
    with pytest.raises(UnreadableMedia):
        facts(ContentFile(content, name="党课.mp4"), kind)


@pytest.mark.parametrize("name", ["video.mp4", "faststart.mp4", "video.webm", "sound.m4a"])
def test_a_file_that_was_not_copied_to_its_end_is_refused(name, no_programs):
    content = (MEDIA_FILES / name).read_bytes()
    for length in range(8, len(content), len(content) // 20):
        with pytest.raises(UnreadableMedia):
            facts(ContentFile(content[:length]), "audio" if "sound" in name else "video")


@pytest.mark.parametrize("name", sorted(path.name for path in MEDIA_FILES.glob("*.*")))
def test_broken_files_never_raise_anything_else(name, no_programs):
    whole = (MEDIA_FILES / name).read_bytes()
    chance = random.Random(2026)
    for _round in range(150):
        broken = bytearray(whole)
        for _hit in range(chance.randint(1, 10)):
            broken[chance.randrange(len(broken))] = chance.choice((0, 1, 0x7F, 0xFF))
        try:
            found = facts(ContentFile(bytes(broken)), "audio" if "sound" in name else "video")
        except UnreadableMedia as error:
            assert str(error)
        else:
            assert found.duration > 0


def test_a_file_of_gigabytes_costs_a_few_reads(no_programs, tmp_path):
    content = (MEDIA_FILES / "video.mp4").read_bytes()
    at = content.index(b"mdat") - 4
    path = tmp_path / "large.mp4"
    with path.open("wb") as file:
        # A hole of 3 GB in a box of 64-bit size, before the real ones.
        size = 3 * 1024**3
        file.write(content[:at] + b"\0\0\0\x01free" + size.to_bytes(8, "big"))
        file.seek(size - 16, 1)
        file.write(content[at:])

    class Counting:
        def __init__(self, inner):
            self.inner, self.bytes_read = inner, 0

        def read(self, count=-1):
            data = self.inner.read(count)
            self.bytes_read += len(data)
            return data

        def seek(self, *args):
            return self.inner.seek(*args)

        def tell(self):
            return self.inner.tell()

    with path.open("rb") as inner:
        counting = Counting(inner)
        assert facts(counting, "video").duration == pytest.approx(2.0)
    assert counting.bytes_read < 20_000


@pytest.mark.parametrize(
    ("seconds", "label"),
    [
        (0, ""),
        (0.2, ""),
        (48.4, "48 秒"),
        (60, "1 分 00 秒"),
        (342, "5 分 42 秒"),
        (359.6, "6 分 00 秒"),
        (3720, "1 小时 02 分"),
    ],
)
def test_durations_in_words(seconds, label):
    assert media_files.duration_label(seconds) == label


@pytest.mark.parametrize(
    ("size", "label"),
    [
        (None, ""),
        (300, "约 1 KB"),
        (640_400, "约 640 KB"),
        (1_800_000, "约 1.8 MB"),
        (18_400_000, "约 18 MB"),
    ],
)
def test_sizes_in_words(size, label):
    assert media_files.size_label(size) == label


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
def test_a_still_is_taken_from_the_video():
    picture = stills.still(media("video.mp4"), 2.0)
    assert picture.read().startswith(b"\xff\xd8")


def test_no_still_without_ffmpeg(no_programs):
    assert stills.still(media("video.mp4"), 2.0) is None


def test_uploads_on_disk_are_read_in_place(tmp_path):
    class OnDisk(ContentFile):
        def temporary_file_path(self):
            return "/uploads/x"

    with ffprobe.local_path(OnDisk(b"")) as path:
        assert path == "/uploads/x"
