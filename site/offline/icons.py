"""The site's mark as pictures, for home screens and share cards that take no SVG.

The same drawing as ``static/hongfan/icons/mark.svg``, in its grid of 32.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw

RED, WHITE, HULL = "#A01C18", "#FFFFFF", "#F3CFC4"
GRID = 32
# Drawn so many times larger and reduced, for smooth edges.
OVERSAMPLING = 4
STEPS = 24

Point = tuple[float, float]
# Lines have one point, curves two controls and an end.
Segment = tuple[Point, ...]

SAIL: tuple[Segment, ...] = (
    ((17.25, 4.5),),
    ((22.45, 9.1), (25.25, 14.6), (25.65, 21)),
    ((17.25, 21),),
)
JIB: tuple[Segment, ...] = (
    ((14.75, 9),),
    ((14.75, 21),),
    ((7.4, 21),),
    ((8.6, 16.3), (11.1, 12.3), (14.75, 9)),
)
BOAT: tuple[Segment, ...] = (
    ((5.5, 23.25),),
    ((26.5, 23.25),),
    ((25.3, 26.15), (22.9, 27.5), (19.4, 27.5)),
    ((12.6, 27.5),),
    ((9.1, 27.5), (6.7, 26.15), (5.5, 23.25)),
)


@dataclass(frozen=True)
class Icon:
    """``mark``: how much of the shorter side the mark takes; a maskable one may lose a fifth on
    each side. ``round``: the square's corners, as in the SVG."""

    name: str
    size: tuple[int, int]
    mark: float = 1.0
    round: bool = False


ICONS = (
    Icon("icon-192", (192, 192), round=True),
    Icon("icon-512", (512, 512), round=True),
    Icon("maskable-512", (512, 512), mark=0.72),
    Icon("touch-180", (180, 180), mark=0.88),
    # Podcast programs take nothing smaller.
    Icon("podcast", (1400, 1400), mark=0.7),
    Icon("share", (1200, 630), mark=0.7),
)


def _points(outline: tuple[Segment, ...]) -> Iterator[Point]:
    last: Point = outline[0][0]
    for segment in outline:
        if len(segment) == 1:
            yield segment[0]
        else:
            first, second, end = segment
            for step in range(1, STEPS + 1):
                t = step / STEPS
                a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                yield (
                    a * last[0] + b * first[0] + c * second[0] + d * end[0],
                    a * last[1] + b * first[1] + c * second[1] + d * end[1],
                )
        last = segment[-1]


def draw(icon: Icon) -> Image.Image:
    width, height = (side * OVERSAMPLING for side in icon.size)
    background = (0, 0, 0, 0) if icon.round else RED
    image = Image.new("RGBA", (width, height), background)
    pen = ImageDraw.Draw(image)
    scale = min(width, height) * icon.mark / GRID
    if icon.round:
        pen.rounded_rectangle((0, 0, width - 1, height - 1), radius=6 * scale, fill=RED)
    across, down = (width - GRID * scale) / 2, (height - GRID * scale) / 2
    for outline, colour in ((SAIL, WHITE), (JIB, WHITE), (BOAT, HULL)):
        pen.polygon(
            [(across + x * scale, down + y * scale) for x, y in _points(outline)], fill=colour
        )
    small = image.resize(icon.size, Image.Resampling.LANCZOS)
    return small if icon.round else small.convert("RGB")
