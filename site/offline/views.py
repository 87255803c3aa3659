"""To the home screen, and without network."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.answers import for_everybody
from core.frame import Frame
from core.templatetags.language_tags import html_language

WORKER = "hongfan/js/offline/worker.js"
HOUR = 60 * 60
PAPER, RED = "#FBF8F3", "#A01C18"
# What phones show below an icon.
SHORT_NAME = 12
SHORTCUTS = 4


@require_safe
def manifest(request: HttpRequest) -> HttpResponseBase:
    """How the site looks as an app. Its shortcuts are sections that everybody may read."""
    frame = Frame.of(request)
    sections = [
        {"name": page.title, "url": address} for page, address in frame.menu[: SHORTCUTS - 1]
    ]
    saved = {"name": _("存在手机上的内容"), "url": reverse("offline")}
    name = frame.settings.name
    body = {
        "id": "/",
        "name": name,
        "short_name": name[:SHORT_NAME],
        "lang": html_language(get_language() or settings.LANGUAGE_CODE),
        "start_url": frame.home_address,
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": RED,
        "icons": [
            _icon("icon-192", 192),
            _icon("icon-512", 512),
            _icon("maskable-512", 512, "maskable"),
        ],
        "shortcuts": [*sections, saved],
    }
    text = json.dumps(body, ensure_ascii=False)
    return for_everybody(request, text.encode(), "application/manifest+json", max_age=HOUR)


def _icon(name: str, size: int, purpose: str = "any") -> dict[str, str]:
    address = static(f"hongfan/icons/{name}.png")
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


@require_safe
def service_worker(request: HttpRequest) -> HttpResponseBase:
    """From the top of the site, since it answers for all below; asked for at every visit."""
    found = for_everybody(request, _worker(), "text/javascript; charset=utf-8", max_age=0)
    found.headers["Cache-Control"] = "no-cache"
    return found


@lru_cache(maxsize=1)
def _worker() -> bytes:
    """The script with its version, another one whenever script or static files are others, and
    the offline page of each language, the source language's first."""
    path = finders.find(WORKER)
    source = (
        Path(path).read_text("utf-8") if path else staticfiles_storage.open(WORKER).read().decode()
    )
    files = getattr(staticfiles_storage, "manifest_hash", "")
    version = hashlib.sha256(f"{source}{files}".encode()).hexdigest()[:12]
    pages = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            pages.append(reverse("offline"))
    head = f"const VERSION = {json.dumps(version)};\nconst PAGES = {json.dumps(pages)};\n"
    return f"{head}{source}".encode()


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is on this device; shown in place of any page that the network doesn't bring.

    It stays there whoever comes next, so it names nobody.
    """
    Frame.of(request).reader = None
    return TemplateResponse(request, "pages/offline/offline.html")
