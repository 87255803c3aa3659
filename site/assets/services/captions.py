"""Caption files: WebVTT and SRT in the encodings that editors' tools write, kept as WebVTT."""

import codecs
import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assets.services.cues import Cue

MAX_BYTES = 2 * 1024 * 1024
MAX_CUES = 20_000
SHOWN_ERRORS = 5
MAX_FAULTS = 1000
# Tools that round leave neighbours overlapping by a frame or two; the earlier one is cut.
TOLERATED_OVERLAP = 0.2

TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})([.,])(\d{3})"
TIMING = re.compile(rf"\s*{TIME}\s*-->\s*{TIME}(?:\s.*)?", re.ASCII)
# Not str.splitlines, which counts lines that no editor shows.
LINE_END = re.compile(r"\r\n|\r|\n")
VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]+)>")
TAG = re.compile(r"<[^>]*>|\{\\[^}]*\}")
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

HEADER = re.compile(r"\s*WEBVTT(\s|$)")

Line = tuple[int, str]


class Format(NamedTuple):
    """Without a header a file may still be meant for WebVTT; then that is its first fault."""

    is_webvtt: bool
    has_header: bool


def read(data: bytes, name: str = "") -> list[Cue]:
    """The captions in ``data``, in order, with markup removed; lines of one caption keep "\\n".

    ``name``: of the file, by whose end a WebVTT file without its header is known. Raises
    ``ValidationError`` with one message per fault, each naming its line, for what is neither
    WebVTT nor SRT, for malformed times, times that run backwards and captions that overlap.
    """
    if len(data) > MAX_BYTES:
        raise ValidationError(_("字幕文件超过 2 MB，请确认选对了文件。"), code="captions_size")
    lines = list(enumerate(LINE_END.split(decode(data)), start=1))
    cues, faults = _parse(lines, _format(lines, name))
    if faults:
        raise _as_error(faults)
    if not cues:
        raise ValidationError(
            _("文件里没有字幕。请上传 WebVTT（.vtt）或 SRT（.srt）字幕文件。"),
            code="captions_empty",
        )
    return _without_slight_overlaps(cues)


def decode(data: bytes) -> str:
    """The text of ``data``: UTF-8, UTF-16 with or without mark, or GB18030.

    Raises ``ValidationError`` for other encodings and for files that are not text.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif b"\0" in data[:200]:
        # Caption files begin with ASCII, whose zero bytes show the order.
        candidates = ["utf-16-be" if data[:1] == b"\0" else "utf-16-le"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(
        _("认不出字幕文件的文字编码。请用记事本打开，另存为 UTF-8 编码后再上传。"),
        code="captions_encoding",
    )


def as_webvtt(cues: Sequence[Cue]) -> bytes:
    """``cues`` as a WebVTT file in UTF-8."""
    blocks = ["WEBVTT"]
    for cue in cues:
        text = html.escape(cue.text, quote=False)
        blocks.append(f"{_timestamp(cue.start)} --> {_timestamp(cue.end)}\n{text}")
    return ("\n\n".join(blocks) + "\n").encode()


def as_transcript(cues: Sequence[Cue]) -> list[Cue]:
    """``cues`` as lines of a transcript: each on one line."""
    return [replace(cue, text=" ".join(cue.text.split("\n"))) for cue in cues]


def shifted(cues: Sequence[Cue], seconds: float) -> list[Cue]:
    """``cues`` later by ``seconds``, earlier where negative.

    Raises ``ValidationError`` where the first would begin before the file does.
    """
    if cues and cues[0].start + seconds < 0:
        raise ValidationError(
            _("最多只能提前 %(seconds)s 秒，否则第一条会早于开头。"),
            code="shift",
            params={"seconds": f"{cues[0].start:g}"},
        )
    return [
        replace(cue, start=round(cue.start + seconds, 3), end=round(cue.end + seconds, 3))
        for cue in cues
    ]


def _format(lines: list[Line], name: str) -> Format:
    """What the file is or is meant to be: its header says so, else its name or the times in it."""
    if HEADER.match(lines[0][1]):
        return Format(is_webvtt=True, has_header=True)
    first = next((text for _number, text in lines if HEADER.match(text) or "-->" in text), "")
    times = TIMING.fullmatch(unicodedata.normalize("NFKC", first))
    is_webvtt = name.lower().endswith(".vtt") or bool(HEADER.match(first))
    return Format(is_webvtt or bool(times and times.group(4) == "."), has_header=False)


def _parse(lines: list[Line], form: Format) -> tuple[list[Cue], list[Line]]:
    """The captions, and the faults as ``(line, what is wrong)``."""
    cues: list[Cue] = []
    faults: list[Line] = []
    if form.is_webvtt and not form.has_header:
        faults.append(
            (1, _("WebVTT 文件的第一行应当是 WEBVTT；SRT 文件的时间用逗号，文件名以 .srt 结尾。"))
        )
    for block in _blocks(lines):
        first = block[0][1].strip()
        if HEADER.match(first):
            timing = next((number for number, text in block if "-->" in text), None)
            if timing is not None:
                faults.append((timing, _("WEBVTT 和第一条字幕之间缺少空行。")))
            continue
        if re.match(r"(NOTE|STYLE|REGION)(\s|$)", first):
            continue
        cue = _cue(block, form, cues[-1] if cues else None, faults)
        if cue is not None:
            cues.append(cue)
        if len(cues) > MAX_CUES or len(faults) > MAX_FAULTS:
            raise ValidationError(
                _("这不像字幕文件：条数或错误太多，请确认选对了文件。"), code="captions_count"
            )
    return [cue for cue in cues if cue.text], faults


def _blocks(lines: list[Line]) -> Iterator[list[Line]]:
    for is_text, group in groupby(lines, key=lambda line: bool(line[1].strip(" \t\ufeff"))):
        if is_text:
            yield list(group)


def _cue(block: list[Line], form: Format, previous: Cue | None, faults: list[Line]) -> Cue | None:
    """The caption of a block: perhaps a name, a line of times, then text."""
    at = next((i for i, (_number, text) in enumerate(block[:2]) if "->" in text), None)
    if at is None:
        faults.append((block[0][0], _("这里应当是时间，例如 00:00:01.000 --> 00:00:04.000。")))
        return None
    line, timing = block[at]
    match = TIMING.fullmatch(unicodedata.normalize("NFKC", timing))
    if match is None:
        faults.append((line, _("时间写法不对，应为 00:00:01.000 --> 00:00:04.000。")))
        return None
    groups = match.groups()
    if form.has_header and "," in (groups[3], groups[8]):
        faults.append((line, _("时间写法不对，WebVTT 用点：00:00:01.000 --> 00:00:04.000。")))
        return None
    if any(int(groups[i]) > 59 for i in (1, 2, 6, 7)):
        faults.append((line, _("时间里的分和秒不能超过 59。")))
        return None
    start, end = _seconds(groups[:5]), _seconds(groups[5:])
    problem = _misplaced(start, end, previous)
    if problem:
        faults.append((line, problem))
    for number, text in block[at + 1 :]:
        if "-->" in text:
            faults.append((number, _("两条字幕之间缺少空行。")))
            return None
    return Cue(start, end, _plain([text for _number, text in block[at + 1 :]]))


def _misplaced(start: float, end: float, previous: Cue | None) -> str | None:
    if end <= start:
        return _("结束时间没有晚于开始时间。")
    if previous is None:
        return None
    if start < previous.start:
        return _("开始时间早于上一条（%s），顺序不对。") % _timestamp(previous.start)
    if start < previous.end - TOLERATED_OVERLAP:
        return _("与上一条重叠，上一条到 %s 才结束。") % _timestamp(previous.end)
    return None


def _without_slight_overlaps(cues: list[Cue]) -> list[Cue]:
    pairs = pairwise(cues)
    cut = [replace(one, end=max(min(one.end, two.start), one.start)) for one, two in pairs]
    return [cue for cue in [*cut, cues[-1]] if cue.end > cue.start]


def _seconds(groups: Sequence[str | None]) -> float:
    hours, minutes, seconds, _mark, milliseconds = groups
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + int(milliseconds or 0) / 1000


def _timestamp(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"


def _plain(lines: list[str]) -> str:
    cleaned = []
    for line in lines:
        text = TAG.sub("", VOICE.sub(r"\1：", line))
        text = INVISIBLE.sub("", html.unescape(text)).strip()
        if text:
            cleaned.append(text)
    return "\n".join(cleaned)


def _as_error(faults: list[Line]) -> ValidationError:
    messages = [
        ValidationError(
            _("第 %(line)s 行：%(problem)s"),
            code="captions_line",
            params={"line": line, "problem": problem},
        )
        for line, problem in faults[:SHOWN_ERRORS]
    ]
    if len(faults) > SHOWN_ERRORS:
        messages.append(
            ValidationError(
                _("另有 %(count)s 处同类问题。"),
                code="captions_more",
                params={"count": len(faults) - SHOWN_ERRORS},
            )
        )
    return ValidationError(messages)
