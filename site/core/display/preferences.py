"""A reader's choices, kept in one cookie on the reader's device and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Self

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.request_memo import current_request

COOKIE = "display"
YEAR = 365 * 24 * 60 * 60

# What each choice may be besides the default, the empty text.
VALUES: dict[str, tuple[str, ...]] = {
    "mode": ("elder",),
    "size": ("1", "2", "3"),
    "leading": ("1", "2"),
    "theme": ("light", "dark"),
    "reading": ("on",),
}
# What the address may choose, as on a poster's QR code: ``?mode=elder``, ``?mode=normal``.
ADDRESSED = {"elder": "elder", "normal": ""}
# For paper: ``?print=normal``, ``?print=large``. Belongs to one look at a page and is not kept.
PAPERS = ("normal", "large")


@dataclass(frozen=True, slots=True)
class Display:
    """Every choice as its short value; the empty text is the default.

    ``paper`` is the one that isn't remembered: the page laid out for printing.
    """

    mode: str = ""
    size: str = ""
    leading: str = ""
    theme: str = ""
    reading: str = ""
    paper: str = ""

    @classmethod
    def of(cls, request: HttpRequest | None) -> "Display":
        """The choices that hold for ``request``: its cookie, then its address."""
        if request is None:
            return cls()
        if not hasattr(request, "_hongfan_display"):
            asked = ADDRESSED.get(request.GET.get("mode", ""))
            paper = request.GET.get("print", "")
            found = cls.read(request.COOKIES.get(COOKIE, ""))
            found = found if asked is None else replace(found, mode=asked)
            if paper in PAPERS:
                found = replace(found, paper=paper)
            request._hongfan_display = found  # type: ignore[attr-defined]
        display: Display = request._hongfan_display  # type: ignore[attr-defined]
        return display

    @classmethod
    def current(cls) -> "Display":
        """The same for code that isn't handed the request: the default outside of one."""
        return cls.of(current_request())

    @classmethod
    def read(cls, text: str) -> Self:
        """From a cookie, ``mode:elder.size:2``. What isn't a choice counts as not said."""
        pairs = (part.partition(":") for part in text[:200].split("."))
        return cls().changed({name: value for name, _colon, value in pairs})

    def changed(self, asked: Mapping[str, str]) -> Self:
        """With the choices that ``asked`` names; a value that doesn't exist means the default."""
        known = {name: asked[name] for name in VALUES if name in asked}
        return replace(
            self,
            **{name: value if value in VALUES[name] else "" for name, value in known.items()},
        )

    def write(self, response: HttpResponseBase, secure: bool) -> None:
        """Remember for a year; nothing chosen leaves no cookie."""
        if self.key:
            response.set_cookie(
                COOKIE, self.key, max_age=YEAR, samesite="Lax", secure=secure, httponly=True
            )
        else:
            response.delete_cookie(COOKIE, samesite="Lax")

    @property
    def key(self) -> str:
        """The choices as one text: the cookie's value, and what a page cache has to tell apart."""
        names = [field.name for field in fields(self) if field.name in VALUES]
        return ".".join(f"{name}:{getattr(self, name)}" for name in names if getattr(self, name))

    @property
    def is_elder(self) -> bool:
        return self.mode == "elder"

    @property
    def engine(self) -> str:
        """The template engine whose layouts these choices ask for; see ``TEMPLATES``."""
        if self.paper:
            return "paper"
        return "elder" if self.is_elder else "django"

    @property
    def rows(self) -> int | None:
        """The most rows a list shows on one page, None where nothing but its own rule counts."""
        return 5 if self.is_elder else None

    @property
    def step(self) -> int:
        """The text size in use, from 1 to ``steps``."""
        return int(self.size or 0) + 1

    @property
    def steps(self) -> int:
        return len(VALUES["size"]) + 1

    @property
    def next_size(self) -> str:
        """One step larger; after the largest the first again."""
        return "" if self.step == self.steps else str(self.step)
