"""iCalendar (RFC 5545), as much of it as whole days need: no times, so no time zones."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

# Bytes in a line, its end not counted.
LINE = 75
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Event:
    """One whole day. ``uid`` is the same for ever; ``changed`` is when it was last published."""

    uid: str
    day: date
    title: str
    changed: datetime
    text: str = ""
    place: str = ""
    url: str = ""


def escaped(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return _CONTROL.sub("", text).replace("\n", "\\n")


def folded(line: str) -> str:
    """``line`` in pieces of at most 75 bytes, never through a character."""
    pieces, piece, length = [], "", 0
    for char in line:
        size = len(char.encode())
        if length + size > LINE:
            pieces.append(piece)
            # The space that begins a further line counts.
            piece, length = "", 1
        piece += char
        length += size
    return "\r\n ".join([*pieces, piece])


def calendar(name: str, events: Iterable[Event]) -> bytes:
    return "".join(f"{folded(line)}\r\n" for line in _lines(name, events)).encode()


def _lines(name: str, events: Iterable[Event]) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Hongfan//Activities//ZH"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"X-WR-CALNAME:{escaped(name)}"
    for event in events:
        yield "BEGIN:VEVENT"
        yield f"UID:{event.uid}"
        yield f"DTSTAMP:{event.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{escaped(event.title)}"
        for field, value in (("DESCRIPTION", event.text), ("LOCATION", event.place)):
            if value:
                yield f"{field}:{escaped(value)}"
        if event.url:
            yield f"URL:{event.url}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"
