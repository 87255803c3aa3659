"""The stylesheets as files: layers, size, nothing from elsewhere, and the classes that templates use."""

import re
from pathlib import Path

import pytest

from tests.support.stylesheets import FLOOR, FOLDER, colour, declarations, stylesheets

ROOT = FOLDER.parents[3]
TEMPLATES = ROOT / "templates"
SCRIPTS = sorted((FOLDER.parent / "js").glob("*.js"))
BASE = (TEMPLATES / "base.html").read_text()
LAYERS = "reset, tokens, base, layout, components, wide, elder, utilities, print"


def test_layer_order_is_declared_once_and_first() -> None:
    texts = {path.name: path.read_text() for path in stylesheets()}
    assert [name for name, text in texts.items() if f"@layer {LAYERS};" in text] == ["tokens.css"]
    assert re.findall(r"css/(\w+)\.css", BASE)[0] == "tokens"


@pytest.mark.parametrize("path", stylesheets(), ids=lambda path: path.name)
def test_every_rule_stands_in_a_layer(path: Path) -> None:
    """Outside of the layers a rule beats all of them, wherever it stands."""
    layers = {f"@layer {name}" for name in LAYERS.split(", ")}
    for item in declarations(path):
        if not (item.around[0].startswith("@font-face") or FLOOR in item.around[0]):
            assert item.around[0] in layers, item


@pytest.mark.parametrize("path", [*stylesheets(), *SCRIPTS], ids=lambda path: path.name)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    text = re.sub(
        r'^import \{[^}]*\} from "\./\w+\.js";$', "", path.read_text(), flags=re.MULTILINE
    )
    if path.name == "search-box.js":
        # Suggestions come from the site itself; the address stands in the form.
        text = text.replace("fetch(address, {", "", 1)
    assert not re.search(r"@import|url\(|https?:|//[a-z]|\bimport\b|\bfetch\b", text)


def test_templates_link_what_exists() -> None:
    linked = set()
    for template in TEMPLATES.rglob("*.html"):
        linked |= set(re.findall(r"{% static '(hongfan/[^']+)'", template.read_text()))
    assert linked
    missing = [name for name in linked if not (FOLDER.parents[1] / name).is_file()]
    assert missing == []


def test_the_browsers_own_frame_takes_the_colour_of_the_paper() -> None:
    for mode in ("light", "dark"):
        red, green, blue = (round(part * 255) for part in colour("--color-paper", mode))
        expected = (
            f'content="#{red:02X}{green:02X}{blue:02X}" media="(prefers-color-scheme: {mode})"'
        )
        assert expected in BASE


@pytest.mark.parametrize("path", stylesheets(), ids=lambda path: path.name)
def test_a_file_has_one_subject(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


def test_every_icon_is_in_the_sprite_and_every_symbol_in_use() -> None:
    sprite = (FOLDER.parent / "icons" / "sprite.svg").read_text()
    drawn = set(re.findall(r'<symbol id="(\w+)"', sprite))
    used = set()
    for template in TEMPLATES.rglob("*.html"):
        used |= set(re.findall(r'components/icon.html" with name="(\w+)"', template.read_text()))
    assert used == drawn


def test_templates_have_nothing_inline() -> None:
    """The content policy forbids it: a style or handler would silently not work."""
    for template in TEMPLATES.rglob("*.html"):
        if "wagtailadmin" in template.parts or template.name in ("400.html", "500.html"):
            continue
        assert not re.search(
            r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", template.read_text()
        ), template
