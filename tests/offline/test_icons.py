from pathlib import Path

import pytest
from PIL import Image

from offline.icons import ICONS, RED, draw

FOLDER = Path(__file__).parents[2] / "site" / "static" / "hongfan" / "icons"


@pytest.mark.parametrize("icon", ICONS, ids=lambda icon: icon.name)
def test_the_files_are_what_the_code_draws(icon):
    with Image.open(FOLDER / f"{icon.name}.png") as stored:
        assert stored.size == icon.size
        assert stored.convert("RGBA").tobytes() == draw(icon).convert("RGBA").tobytes()


def test_a_maskable_icon_keeps_its_mark_within_the_safe_circle():
    [icon] = [icon for icon in ICONS if icon.name.startswith("maskable")]
    image, middle, safe = draw(icon), icon.size[0] / 2, icon.size[0] * 0.4
    red = tuple(int(RED[place : place + 2], 16) for place in (1, 3, 5))
    outside = [
        image.getpixel((x, y))
        for x in range(0, icon.size[0], 4)
        for y in range(0, icon.size[1], 4)
        if (x - middle) ** 2 + (y - middle) ** 2 > safe**2
    ]
    assert set(outside) == {red}
