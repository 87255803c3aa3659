"""What a text is taken apart into before blocks are made of it."""

from dataclasses import dataclass, field
from html import escape
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that look alike. A text of ``"\\n"`` alone is a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


Line = list[Run]


@dataclass(slots=True)
class Paragraph:
    line: Line


@dataclass(slots=True)
class Heading:
    text: str
    level: str  # "2" or "3", as the heading block has it


@dataclass(slots=True)
class Item:
    """One entry of a list; neighbours make up the list. ``depth`` counts from 1."""

    line: Line
    depth: int
    ordered: bool


@dataclass(slots=True)
class Cell:
    lines: list[Line] = field(default_factory=list)
    heading: bool = False
    columns: int = 1
    rows: int = 1

    @property
    def line(self) -> Line:
        """All lines as one."""
        joined: Line = []
        for line in self.lines:
            if joined:
                joined.append(Run(" "))
            joined.extend(line)
        return joined


@dataclass(slots=True)
class Table:
    rows: list[list[Cell]]
    caption: str = ""


Piece = Paragraph | Heading | Item | Table


def plain(line: Line) -> str:
    return "".join(run.text for run in line)


def is_formatted(line: Line) -> bool:
    return any(run.bold or run.italic or run.href for run in line)


def markup(line: Line, italics: bool = True) -> str:
    """The rich text of a line: only ``b``, ``i``, ``a`` and ``br``, everything else escaped."""
    html = []
    for href, runs in groupby(line, key=lambda run: run.href):
        inner = "".join(_marked(run, italics) for run in runs)
        html.append(f'<a href="{escape(href)}">{inner}</a>' if href else inner)
    return "".join(html)


def _marked(run: Run, italics: bool) -> str:
    html = escape(run.text, quote=False).replace("\n", "<br/>")
    if run.italic and italics:
        html = f"<i>{html}</i>"
    return f"<b>{html}</b>" if run.bold else html
