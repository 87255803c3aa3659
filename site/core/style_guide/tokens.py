"""The colours as the stylesheet has them, with their contrast: read, never typed again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders

MODES = ("light", "dark", "high", "high-dark")
COLOUR = re.compile(r"^\s*--color-([\w-]+): (var\(--light.*);$", re.MULTILINE)
VALUE = re.compile(r"var\(--([a-z-]+), (#[0-9A-F]{6})\)")
GROUND = "paper"


@dataclass(frozen=True)
class Value:
    """One colour in one mode; ``contrast`` is against the paper of that mode."""

    mode: str
    code: str
    contrast: str


@dataclass(frozen=True)
class Colour:
    name: str
    values: list[Value]


def colours() -> list[Colour]:
    """Every colour that differs by mode, in the order of the stylesheet."""
    path = finders.find("hongfan/css/tokens.css")
    found = dict(_declared(Path(str(path)).read_text("utf-8")))
    paper = found[GROUND]
    return [
        Colour(
            name,
            [
                Value(mode, codes[mode], f"{contrast(codes[mode], paper[mode]):.1f}")
                for mode in MODES
            ],
        )
        for name, codes in found.items()
    ]


def _declared(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for name, value in COLOUR.findall(text):
        codes = dict(VALUE.findall(value))
        if set(codes) == set(MODES):
            yield name, codes


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2 between two colours written ``#RRGGBB``."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(code: str) -> float:
    parts = [int(code[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
