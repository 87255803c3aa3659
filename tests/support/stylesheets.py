"""The site's stylesheets, taken apart for tests."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import tinycss2

FOLDER = Path(__file__).parents[2] / "site" / "static" / "hongfan" / "css"
MODES = ("light", "dark", "high", "high-dark")
# A floor for browsers that know neither layers nor custom properties: no tokens there.
FLOOR = "not (container-type: inline-size)"

Colour = tuple[float, float, float]


class Declaration(NamedTuple):
    """One declaration with what stands around it: at-rules and selectors, outermost first."""

    file: str
    around: tuple[str, ...]
    name: str
    value: str


def stylesheets() -> list[Path]:
    """The public stylesheets; those of the admin follow the admin's own tokens."""
    return sorted(FOLDER.glob("*.css"))


def declarations(path: Path) -> Iterator[Declaration]:
    rules = tinycss2.parse_stylesheet(path.read_text(), skip_comments=True, skip_whitespace=True)
    yield from _walk(path.name, (), rules)


def _walk(file: str, around: tuple[str, ...], nodes: list) -> Iterator[Declaration]:
    for node in nodes:
        if node.type == "declaration":
            yield Declaration(file, around, node.name, tinycss2.serialize(node.value).strip())
        elif node.type in ("qualified-rule", "at-rule") and node.content is not None:
            keyword = f"@{node.at_keyword} " if node.type == "at-rule" else ""
            head = f"{keyword}{tinycss2.serialize(node.prelude).strip()}"
            content = tinycss2.parse_blocks_contents(
                node.content, skip_comments=True, skip_whitespace=True
            )
            yield from _walk(file, (*around, head), content)
        elif node.type == "error":
            raise AssertionError(f"{file}: {node.message}")


@cache
def tokens() -> dict[str, str]:
    """Every custom property of tokens.css by its first value, in source order."""
    found: dict[str, str] = {}
    for declaration in declarations(FOLDER / "tokens.css"):
        if declaration.name.startswith("--"):
            found.setdefault(declaration.name, declaration.value)
    return found


def colour(token: str, mode: str) -> Colour:
    """The value of a colour token in one mode, as sRGB from 0 to 1."""
    value = tokens()[token]
    by_mode = dict(re.findall(r"var\(--([a-z-]+), (#[0-9A-Fa-f]{6})\)", value))
    digits = (by_mode[mode] if by_mode else value).removeprefix("#")
    return tuple(int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))  # type: ignore[return-value]


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(rgb: Colour) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
