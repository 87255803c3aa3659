"""Transcripts and chapters as an editor types them: one "00:14 text" a line."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assets.services.cues import Cue, clock, closed

MAX_TEXT = 2000
SHOWN_ERRORS = 5
# What a Chinese keyboard makes of "[00:14] ": full-width digits, colon, brackets.
TIME_PART = re.compile(r"[\s\[\](){}（）【】０-９\d:：.,]*")
LINE = re.compile(
    r"[\[(【]?\s*(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?\s*[\])】]?\s*(.*)", re.ASCII
)


def as_lines(cues: Iterable[Cue]) -> str:
    """``cues`` as text to edit."""
    return "\n".join(f"{cue.label} {cue.text}" for cue in cues)


def parse_lines(text: str, duration: float, known: Sequence[Cue] = ()) -> list[Cue]:
    """The cues typed in ``text``; ``duration`` of the file in seconds, 0 where unknown.

    A line shows whole seconds only, so a cue of ``known`` that begins in the second of a line
    lends it its exact start and end, whether its words were changed or not; a new line lasts to
    the next one. Raises ``ValidationError`` with one message per faulty line.
    """
    starts: list[tuple[float, str]] = []
    faults: list[str] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip():
            continue
        try:
            starts.append(_line(raw.strip(), starts[-1][0] if starts else 0.0, duration))
        except ValueError as error:
            faults.append(_("第 %(line)s 行：%(problem)s") % {"line": number, "problem": error})
    if faults:
        rest = len(faults) - SHOWN_ERRORS
        more = [_("另有 %s 行有问题。") % rest] if rest > 0 else []
        raise ValidationError([*faults[:SHOWN_ERRORS], *more], code="cue_lines")
    return _with_exact_times(closed(starts, duration), known)


def _line(raw: str, previous: float, duration: float) -> tuple[float, str]:
    """Start and text of one line. Raises ``ValueError`` saying what is wrong."""
    head = TIME_PART.match(raw)
    split = head.end() if head else 0
    match = LINE.fullmatch(unicodedata.normalize("NFKC", raw[:split]) + raw[split:])
    if match is None:
        raise ValueError(_("开头应当是时间，例如“00:14 大家好”。"))
    hours, minutes, seconds, fraction, text = match.groups()
    if int(seconds) > 59 or (hours and int(minutes) > 59):
        raise ValueError(_("时间里的分和秒不能超过 59。"))
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    start = whole + int((fraction or "0").ljust(3, "0")) / 1000
    if not text:
        raise ValueError(_("时间后面没有文字。"))
    if len(text) > MAX_TEXT:
        raise ValueError(_("一行最多 %s 个字符，请拆成几行。") % MAX_TEXT)
    if start < int(previous):
        raise ValueError(_("时间早于上一行（%s），请按先后排列。") % clock(previous))
    if duration and start >= duration:
        raise ValueError(_("时间超出了文件的长度（%s）。") % clock(duration))
    return start, text


def _with_exact_times(cues: list[Cue], known: Sequence[Cue]) -> list[Cue]:
    """``cues`` with the times of the known ones that begin in the same second, in order."""
    waiting: dict[int, list[Cue]] = {}
    for cue in known:
        waiting.setdefault(cue.seconds, []).append(cue)
    exact = []
    for cue in cues:
        same_second = waiting.get(cue.seconds, [])
        # Words first, so that deleting one of two lines of a second keeps the other's times.
        found = next((item for item in same_second if item.text == cue.text), None)
        found = found or (same_second[0] if same_second else None)
        if found is None:
            exact.append(cue)
        else:
            same_second.remove(found)
            exact.append(replace(cue, start=found.start, end=found.end))
    nexts = [*exact[1:], *exact[-1:]]
    return [
        replace(one, end=two.start) if one.start < two.start < one.end else one
        for one, two in zip(exact, nexts, strict=True)
    ]
