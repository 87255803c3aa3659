"""The shapes in which pictures appear on the site: the one place that names sizes and formats.

A page never encodes a picture and never writes: where a rendition exists its file is linked, where
it doesn't yet, Wagtail's signed address is, and the browser's request for that makes it.
``with_renditions`` (querysets) and ``attach_renditions`` (lists) look renditions up in one query.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Prefetch, QuerySet

from wagtail.images.models import Filter
from wagtail.images.views.serve import generate_image_url

from assets.models import Image, Rendition
from core.request_memo import remember

# Where renditions looked up ahead are kept. Not Wagtail's own attribute: that one promises to be
# complete, so a thumbnail of the admin would be encoded again at every look.
KNOWN = "picture_renditions"
AWAITED = "picture_renditions_batch"


@dataclass(frozen=True, slots=True)
class Shape:
    """One way of showing a picture.

    ``ratio``: width and height of the crop around the focal point, None keeps the picture whole.
    ``avif``, ``webp``: the widths offered in that format, in pixels, ascending; ``jpeg``: the one
    width for browsers that know neither. ``sizes``: the default for the attribute of that name.
    """

    name: str
    ratio: tuple[float, float] | None
    avif: tuple[int, ...]
    webp: tuple[int, ...]
    jpeg: int
    sizes: str = "100vw"
    urgent: bool = False

    def crop(self, width: int) -> str:
        """Wagtail's filter for this shape at ``width``."""
        if self.ratio is None:
            return f"width-{width}"
        return f"fill-{width}x{round(width * self.ratio[1] / self.ratio[0])}"

    @property
    def jpeg_spec(self) -> str:
        return f"{self.crop(self.jpeg)}|format-jpeg"

    @property
    def sources(self) -> Iterable[tuple[str, list[tuple[int, str]]]]:
        """``(media type, [(width, spec), …])``, the best format first."""
        for name, widths in (("avif", self.avif), ("webp", self.webp)):
            if widths:
                yield f"image/{name}", [(w, f"{self.crop(w)}|format-{name}") for w in widths]

    @property
    def specs(self) -> list[str]:
        """Every filter spec this shape can ask for."""
        offered = [spec for _type, pairs in self.sources for _width, spec in pairs]
        return [*offered, self.jpeg_spec]


SHAPES: dict[str, Shape] = {
    shape.name: shape
    for shape in (
        Shape(
            "lead",
            (3, 2),
            avif=(480, 640, 960, 1280),
            webp=(640, 1280),
            jpeg=960,
            sizes="(min-width: 64rem) 58vw, 100vw",
            urgent=True,
        ),
        # 108 px wide: AVIF saves nothing that small and costs rows and time.
        Shape("thumb", (4, 3), avif=(), webp=(160, 320), jpeg=320, sizes="108px"),
        Shape(
            "poster",
            (16, 9),
            avif=(320, 640, 960, 1280),
            webp=(640, 1280),
            jpeg=960,
            sizes="(min-width: 64rem) 66vw, 100vw",
        ),
        Shape(
            "column",
            None,
            avif=(480, 640, 960, 1280),
            webp=(640, 1280),
            jpeg=960,
            sizes="(min-width: 48rem) 680px, 100vw",
        ),
        Shape(
            "tile",
            (4, 3),
            avif=(320, 480, 640),
            webp=(320, 640),
            jpeg=640,
            sizes="(min-width: 48rem) 25vw, 50vw",
        ),
        # For share cards and feeds, whose readers want one address of a plain JPEG.
        Shape("og", (1200, 630), avif=(), webp=(), jpeg=1200),
        Shape("square", (1, 1), avif=(), webp=(), jpeg=600),
    )
}


@dataclass(frozen=True, slots=True)
class Candidate:
    url: str
    width: int
    height: int


class Picture:
    """``image`` in one shape: addresses and dimensions, ready for the template.

    No query where renditions were looked up ahead, one otherwise; no write, no decoding.
    """

    def __init__(self, image: Image, shape: Shape) -> None:
        self.image = image
        self.shape = shape
        # ``width-…`` has no crop, so no focal point to vary with.
        key = _focal_key(image) if shape.ratio else ""
        self._existing = {
            rendition.filter_spec: rendition
            for rendition in _known_renditions(image, shape)
            if rendition.focal_point_key == key
        }

    @property
    def fallback(self) -> Candidate:
        spec = self.shape.jpeg_spec
        width, height = _filter(spec).get_transform(self.image).size
        return Candidate(self._url(spec), round(width), round(height))

    @property
    def sources(self) -> list[dict[str, str]]:
        """``type`` and ``srcset`` of each ``<source>``."""
        available = self._available_width()
        return [
            {
                "type": media_type,
                "srcset": ", ".join(
                    f"{self._url(spec)} {min(width, available)}w" for width, spec in pairs
                ),
            }
            for media_type, pairs in self._offered()
        ]

    @property
    def specs(self) -> list[str]:
        """The filter specs that this picture's markup asks for."""
        offered = [spec for _type, pairs in self._offered() for _width, spec in pairs]
        return [*offered, self.shape.jpeg_spec]

    @property
    def missing_specs(self) -> list[str]:
        return [spec for spec in self.specs if spec not in self._existing]

    def _offered(self) -> Iterable[tuple[str, list[tuple[int, str]]]]:
        """The shape's sources up to the first that shows all the picture has: Wagtail doesn't
        enlarge, so wider ones would be the same picture again."""
        available = self._available_width()
        for media_type, pairs in self.shape.sources:
            enough = next((n for n, (w, _spec) in enumerate(pairs) if w >= available), len(pairs))
            yield media_type, pairs[: enough + 1]

    def _available_width(self) -> int:
        if self.shape.ratio is None:
            return self.image.width
        across, down = self.shape.ratio
        return max(int(min(self.image.width, self.image.height * across / down)), 1)

    def _url(self, spec: str) -> str:
        rendition = self._existing.get(spec)
        return rendition.url if rendition else generate_image_url(self.image, spec)


def picture(image: Image, shape_name: str) -> Picture:
    """``image`` in the shape of that name. Raises ``KeyError`` for a name not in ``SHAPES``."""
    return Picture(image, SHAPES[shape_name])


def share_url(image: Image, shape_name: str = "og") -> str:
    """The address of one JPEG of the shape, for meta tags and feeds (without scheme and host)."""
    return picture(image, shape_name).fallback.url


def with_renditions(queryset: QuerySet[Any], field: str, *shape_names: str) -> QuerySet[Any]:
    """``queryset`` with the images of foreign key ``field`` and their renditions in the named
    shapes looked up ahead: one query more for the whole list, however long.

    Only shapes named here are known on the result; another one works, but links to the address
    that makes renditions, so name all that the template shows. An empty ``field`` is for a
    queryset of images.
    """
    lookup = f"{field}__renditions" if field else "renditions"
    if field:
        queryset = queryset.select_related(field)
    return queryset.prefetch_related(
        Prefetch(lookup, queryset=_renditions(shape_names), to_attr=KNOWN)
    )


class RenditionBatch:
    """Images whose renditions are looked up together, when the first of them is needed."""

    def __init__(self) -> None:
        self._images: dict[int, list[Image]] = {}
        self._shapes: set[str] = set()

    def add(self, images: Iterable[Image | None], shape_names: Iterable[str]) -> None:
        for image in images:
            if image is not None:
                self._images.setdefault(image.pk, []).append(image)
                setattr(image, AWAITED, self)
        self._shapes.update(shape_names)

    def load(self) -> None:
        """One query for all that came since the last time."""
        waiting, self._images = self._images, {}
        found: dict[int, list[Rendition]] = {pk: [] for pk in waiting}
        for rendition in _renditions(self._shapes).filter(image_id__in=waiting):
            found[rendition.image_id].append(rendition)
        for pk, same in waiting.items():
            for image in same:
                setattr(image, KNOWN, found[pk])


def attach_renditions(images: Iterable[Image | None], *shape_names: str) -> None:
    """The same for images at hand (blocks of a body, say): one query for all of them.

    Within one reading request all images that come before the first picture is drawn share it.
    """
    batch = remember("assets.renditions", RenditionBatch)
    batch.add(images, shape_names)


def _renditions(shape_names: Iterable[str]) -> QuerySet[Rendition]:
    specs = [spec for name in shape_names for spec in SHAPES[name].specs]
    return Rendition.objects.filter(filter_spec__in=specs)


def _known_renditions(image: Image, shape: Shape) -> Iterable[Rendition]:
    if not hasattr(image, KNOWN) and hasattr(image, AWAITED):
        getattr(image, AWAITED).load()
    known: Iterable[Rendition] | None = getattr(image, KNOWN, None)
    return image.renditions.filter(filter_spec__in=shape.specs) if known is None else known


@lru_cache(maxsize=256)
def _filter(spec: str) -> Filter:
    return Filter(spec=spec)


def _focal_key(image: Image) -> str:
    """What ``Filter.get_cache_key`` gives for any crop of this image, computed once."""
    point = (
        image.focal_point_width,
        image.focal_point_height,
        image.focal_point_x,
        image.focal_point_y,
    )
    return hashlib.sha1("-".join(map(str, point)).encode(), usedforsecurity=False).hexdigest()[:8]
