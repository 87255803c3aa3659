"""Lines of text with times: transcripts, captions, chapters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Cue:
    """One line: ``start`` and ``end`` in seconds from the beginning of the file."""

    start: float
    end: float
    text: str

    @property
    def label(self) -> str:
        """The start as a reader sees it: "00:14", from one hour on "1:02:14"."""
        return clock(self.start)

    @property
    def seconds(self) -> int:
        """The start in whole seconds, for addresses such as ``?t=14``."""
        return int(self.start)

    def as_json(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text}


def clock(seconds: float) -> str:
    """``seconds`` as "mm:ss", or "h:mm:ss" from one hour on; fractions are dropped."""
    minutes, rest = divmod(max(int(seconds), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def from_json(rows: Any) -> list[Cue]:
    """The cues of a JSON field; an item that is not a cue is left out."""
    cues = []
    for row in rows if isinstance(rows, list) else []:
        try:
            cues.append(Cue(float(row["start"]), float(row["end"]), str(row["text"])))
        except (TypeError, KeyError, ValueError):
            continue
    return cues


def to_json(cues: Iterable[Cue]) -> list[dict[str, Any]]:
    return [cue.as_json() for cue in cues]


def closed(starts: Sequence[tuple[float, str]], duration: float) -> list[Cue]:
    """Cues from starts and texts in order: each ends where the next begins, the last at
    ``duration`` (seconds; where unknown, five seconds after its start)."""
    ends = [start for start, _text in starts[1:]]
    if starts:
        last = starts[-1][0]
        ends.append(duration if duration > last else last + 5)
    return [Cue(start, end, text) for (start, text), end in zip(starts, ends, strict=True)]
