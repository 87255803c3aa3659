"""Every template's way to the frame around the page."""

from typing import Any

from django.http import HttpRequest

from core.display import Display
from core.frame import Frame


def site_frame(request: HttpRequest) -> dict[str, Any]:
    return {"frame": Frame.of(request), "display": Display.of(request)}
