"""What the frame around every page needs, asked only when a template uses it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property

from wagtail.models import Page, Site

from core.languages import is_source_language
from core.models import SiteSettings


class Frame:
    """Site settings and navigation of one request: one query each, at most."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def site(self) -> Site | None:
        return Site.find_for_request(self.request)

    @cached_property
    def settings(self) -> SiteSettings:
        return SiteSettings.read(self.site) if self.site else SiteSettings()

    @cached_property
    def home(self) -> Page | None:
        return self.site.root_page.localized if self.site else None

    @cached_property
    def navigation(self) -> list[Page]:
        """The first-level pages that editors put into the menu, in tree order."""
        if self.home is None:
            return []
        return list(self.home.get_children().live().public().in_menu())

    @property
    def untranslated(self) -> str:
        """The language that a reader asked for and did not get; see ``core.middleware``."""
        asked = self.request.GET.get("untranslated", "")
        return asked if asked in {"en", "zh-hant"} and not is_source_language(asked) else ""


def site_frame(request: HttpRequest) -> dict[str, Any]:
    return {"frame": Frame(request)}
