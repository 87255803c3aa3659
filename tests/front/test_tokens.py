"""Contrast in every mode, type that can be zoomed, and one place for raw values."""

import re

import pytest

from tests.support.stylesheets import (
    FLOOR,
    MODES,
    Declaration,
    colour,
    contrast,
    declarations,
    stylesheets,
    tokens,
)

GROUNDS = ("--color-paper", "--color-surface", "--color-sunken", "--color-tint")
TEXTS = (
    "--color-ink",
    "--color-muted",
    "--color-accent",
    "--color-accent-strong",
    "--color-gold",
    "--color-visited",
    "--color-success",
    "--color-warning",
    "--color-error",
)
CONTROLS = ("--color-line-strong", "--color-focus-outer")
# Text in the modes for more contrast meets the stricter level.
TEXT_LEAST = {"light": 4.5, "dark": 4.5, "high": 7, "high-dark": 7}

ALL = [declaration for path in stylesheets() for declaration in declarations(path)]
COMPONENTS = [item for item in ALL if item.file != "tokens.css"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_on_every_ground(text: str, ground: str, mode: str) -> None:
    assert contrast(colour(text, mode), colour(ground, mode)) >= TEXT_LEAST[mode]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("control", CONTROLS)
def test_controls_on_paper_and_fields(control: str, mode: str) -> None:
    for ground in ("--color-paper", "--color-surface"):
        assert contrast(colour(control, mode), colour(ground, mode)) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_a_filled_button_stands_out_from_the_page(mode: str) -> None:
    assert contrast(colour("--color-fill", mode), colour("--color-paper", mode)) >= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("--color-on-fill", "--color-fill"),
        ("--color-on-fill", "--color-fill-hover"),
        ("--color-ink", "--color-mark"),
        ("--color-on-focus-ground", "--color-focus-ground"),
    ],
)
def test_text_on_coloured_grounds(text: str, ground: str, mode: str) -> None:
    assert contrast(colour(text, mode), colour(ground, mode)) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_one_tone_of_the_focus_ring_shows_on_a_button(mode: str) -> None:
    ring = [colour(f"--color-focus-{tone}", mode) for tone in ("outer", "inner")]
    for ground in ("--color-fill", "--color-paper", "--color-sunken"):
        assert max(contrast(tone, colour(ground, mode)) for tone in ring) >= 3


def test_a_badge_is_readable_on_a_white_picture() -> None:
    red, green, blue, alpha = re.findall(r"[\d.]+", tokens()["--color-badge"])
    over_white = [
        float(part) / 255 * float(alpha) + 1 - float(alpha) for part in (red, green, blue)
    ]
    assert contrast(colour("--color-on-badge", "light"), tuple(over_white)) >= 7  # type: ignore[arg-type]


def test_every_colour_names_all_modes_or_none() -> None:
    for name, value in tokens().items():
        named = re.findall(r"var\(--(light|dark|high|high-dark),", value)
        assert named in ([], list(MODES)), name


def test_every_mode_is_switched_on_somewhere_and_alone() -> None:
    """Where a mode is `initial`, no other may be left on by the rule it overrides."""
    blocks: dict[tuple[str, ...], dict[str, str]] = {}
    for item in ALL:
        if item.file == "tokens.css" and item.name.removeprefix("--") in MODES:
            blocks.setdefault(item.around, {})[item.name.removeprefix("--")] = item.value
    on = [mode for block in blocks.values() for mode, value in block.items() if value == "initial"]
    assert set(on) == set(MODES)
    assert all(list(block.values()).count("initial") == 1 for block in blocks.values())


def clamps() -> dict[str, tuple[float, float, float, float]]:
    """Fluid sizes: (least rem, rem, vw, most rem)."""
    found = {}
    for name, value in tokens().items():
        match = re.fullmatch(r"clamp\(([\d.]+)rem, ([\d.]+)rem \+ ([\d.]+)vw, ([\d.]+)rem\)", value)
        if match:
            found[name] = tuple(map(float, match.groups()))
    return found  # type: ignore[return-value]


@pytest.mark.parametrize("name", [name for name in clamps() if name.startswith("--font-size")])
def test_fluid_type_doubles_under_zoom(name: str) -> None:
    """WCAG 1.4.4: at 500 % zoom (a fifth of the width) text is twice as large at least.

    ``vw`` shrinks as fast as the zoom enlarges, so a size that leans on it too much can't grow.
    """
    least, base, per_width, most = clamps()[name]

    def size(width: float, zoom: float) -> float:
        return min(max(least, base + per_width * width / zoom / 100 / 16), most) * zoom

    for width in range(320, 2560, 40):
        assert max(size(width, zoom) for zoom in (2, 3, 4, 5)) >= 2 * size(width, 1)


def test_sizes_grow_from_360_to_1280_pixels() -> None:
    for name, (least, base, per_width, most) in clamps().items():
        assert base + per_width * 360 / 1600 == pytest.approx(least, abs=0.002), name
        assert base + per_width * 1280 / 1600 == pytest.approx(most, abs=0.002), name


def test_every_token_in_use_exists() -> None:
    known = {item.name for item in ALL if item.name.startswith("--")}
    used = {name for item in ALL for name in re.findall(r"var\((--[\w-]+)", item.value)}
    assert used <= known


def test_every_token_is_in_use() -> None:
    text = " ".join(item.value for item in ALL)
    # The whole colour table stands, whichever part of it the pages at hand need.
    unused = [
        name for name in tokens() if f"var({name}" not in text and not name.startswith("--color-")
    ]
    assert unused == []


COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\("
    r"|\b(?:white|black|red|gray|grey|gold|silver|yellow|green|blue)\b"
)
LENGTH = re.compile(r"(?<![\w-])\d*\.?\d+(?:px|rem)\b")
# What a length may be written as outside of tokens.css: the clip of `.visually-hidden` and the
# ring's own geometry.
LENGTHS_ALLOWED = {"1px", "2px"}


def is_floor(item: Declaration) -> bool:
    return any(FLOOR in head for head in item.around)


def test_no_raw_colour_outside_tokens() -> None:
    raw = [item for item in COMPONENTS if COLOUR.search(item.value) and not is_floor(item)]
    assert raw == []


def is_mode(item: Declaration) -> bool:
    """Elder mode gives the tokens values of its own."""
    return item.file == "elder.css" and item.around[-1] == ":root" and item.name.startswith("--")


def test_no_raw_length_outside_tokens() -> None:
    """Paper has its own measures (pt, mm); on screen lengths are tokens, em or per cent."""
    raw = [
        item
        for item in COMPONENTS
        if item.file != "print.css"
        and not is_floor(item)
        and not is_mode(item)
        and set(LENGTH.findall(item.value)) - LENGTHS_ALLOWED
    ]
    assert raw == []


def test_type_sizes_are_tokens() -> None:
    raw = [
        item
        for item in COMPONENTS
        if item.name in ("font-size", "font", "line-height")
        and item.file != "print.css"
        and not is_floor(item)
        and not re.fullmatch(r"var\(--[\w-]+\)|inherit|1|100%", item.value)
    ]
    assert raw == []
