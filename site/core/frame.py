"""What stands around every page of a site, and the way to the page: asked once per request.

A page costs: one query for the site with its settings, one for the home page in all languages,
the sections and the page's row, one for the page itself.
"""

import uuid
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import translation
from django.utils.functional import cached_property

from wagtail.models import Page, Site
from wagtail.models.sites import SiteRootPath

from core.models import SiteSettings
from core.prepared_models import PreparedModels
from core.visibility import is_restricted

_HOST = "host.invalid"
_SITES = PreparedModels(
    lambda: (
        Site.objects.filter(Q(hostname=_HOST) | Q(is_default_site=True))
        .annotate(has_siblings=Exists(Site.objects.exclude(pk=OuterRef("pk"))))
        .select_related("root_page__locale", "sitesettings")
    ),
    holes={_HOST: "host"},
)


def find_site(request: HttpRequest) -> Site | None:
    """The site for the request's host, with home page and settings joined.

    As Wagtail's own search: host and port, else the host where it names one site, else the
    default site.
    """
    host, port = split_domain_port(request.get_host())
    number = int(port) if port else (443 if request.is_secure() else 80)
    sites = _SITES.find(host=host)
    named = [site for site in sites if site.hostname == host]
    for site in named:
        if site.port == number:
            return site
    default = next((site for site in sites if site.is_default_site), None)
    if default in named or len(named) != 1:
        return default
    return named[0]


_DEPTH = 2_000_000_011
_KEY = uuid.UUID(int=_DEPTH)


@lru_cache(maxsize=32)
def _tree_of(names: int) -> PreparedModels[Page]:
    """The rows of the tree that a page with an address of so many names needs."""
    slugs = [f"/{place}" for place in range(names)]

    def make() -> QuerySet[Page]:
        # Whether a row stands below the home page is asked of the few rows found, not of the
        # database: it would walk the whole tree to keep them in order.
        wanted = Q(translation_key=_KEY) | Q(depth=_DEPTH) | Q(slug__in=slugs)
        return Page.objects.filter(wanted).select_related("locale").order_by()

    key = Page._meta.get_field("translation_key").get_db_prep_value(_KEY, connection)
    holes = {slug: f"name{place}" for place, slug in enumerate(slugs)}
    return PreparedModels(make, {key: "key", _DEPTH: "depth", **holes})


class Frame:
    """The site around one request: settings, home page, sections."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self._names: list[str] = []

    @classmethod
    def of(cls, request: HttpRequest) -> "Frame":
        """The request's frame, made on first use."""
        if not hasattr(request, "_hongfan_frame"):
            request._hongfan_frame = cls(request)  # type: ignore[attr-defined]
        frame: Frame = request._hongfan_frame  # type: ignore[attr-defined]
        return frame

    @cached_property
    def site(self) -> Site | None:
        site = find_site(self.request)
        # Where Wagtail's own look-ups keep it.
        self.request._wagtail_site = site  # type: ignore[attr-defined]
        return site

    @cached_property
    def settings(self) -> SiteSettings:
        """The operator's settings, or the defaults; never written on a reading request."""
        try:
            found: SiteSettings = self.site.sitesettings if self.site else SiteSettings()
        except ObjectDoesNotExist:
            found = SiteSettings(site=self.site)
        return found

    @cached_property
    def _tree(self) -> list[Page]:
        """The home pages of all languages, the first-level pages, and the rows that bear a name
        of the asked address: one query."""
        if self.site is None:
            return []
        root = self.site.root_page
        names = {f"name{place}": name for place, name in enumerate(self._names)}
        key = Page._meta.get_field("translation_key").get_db_prep_value(
            root.translation_key, connection
        )
        return _tree_of(len(names)).find(key=key, depth=root.depth + 1, **names)

    @cached_property
    def roots(self) -> dict[str, Page]:
        """The home page in each language, live or not, by language code.

        A translated article can be read while the home page of its language is still a draft.
        """
        if self.site is None:
            return {}
        key = self.site.root_page.translation_key
        pages = [page for page in self._tree if page.translation_key == key]
        if not self.site.has_siblings:
            # Saves Wagtail's own two queries for addresses; it looks here first.
            self.request._wagtail_cached_site_root_paths = [  # type: ignore[attr-defined]
                SiteRootPath(
                    self.site.pk, page.url_path, self.site.root_url, page.locale.language_code
                )
                for page in pages
            ]
        return {page.locale.language_code: page for page in pages}

    @property
    def language_root(self) -> Page | None:
        """The top of the active language's tree, perhaps a draft; None where there is none."""
        return self.roots.get(translation.get_language() or settings.LANGUAGE_CODE)

    @property
    def home(self) -> Page | None:
        """The home page of the active language if it is live, else of the source language."""
        root = self.language_root
        return root if root and root.live else self.roots.get(settings.LANGUAGE_CODE)

    @cached_property
    def _rows(self) -> list[Page]:
        """What the tree has below the home page, in tree order."""
        trees = tuple(page.path for page in (self.home, self.language_root) if page)
        below = [page for page in self._tree if trees and page.path.startswith(trees)]
        return sorted(below, key=lambda page: page.path)

    def find(self, names: list[str]) -> Page | None:
        """The deepest page whose address begins the path ``names``; None if there is none."""
        if self._names != names:
            # Asked before the tree is read, usually; else it is read again.
            self._names = names
            for name in ("_tree", "_rows", "roots"):
                self.__dict__.pop(name, None)
        root = self.language_root
        if root is None or not names:
            return root
        wanted = {root.url_path}
        address = root.url_path
        for name in names:
            address = f"{address}{name}/"
            wanted.add(address)
        found = [page for page in self._rows if page.url_path in wanted]
        return max(found, key=lambda page: page.depth, default=None)

    @cached_property
    def sections(self) -> list[Page]:
        """The live first-level pages that everybody may read, in tree order."""
        if self.home is None:
            return []
        depth, path = self.home.depth + 1, self.home.path
        level = [
            page
            for page in self._rows
            if page.depth == depth and page.live and page.path.startswith(path)
        ]
        return [page for page in level if not is_restricted(page)]

    @property
    def navigation(self) -> list[Page]:
        return [page for page in self.sections if page.show_in_menus]

    @cached_property
    def menu(self) -> list[tuple[Page, str]]:
        """The navigation with addresses, which stand on every page several times."""
        return [(page, self.address_of(page.url_path)) for page in self.navigation]

    @cached_property
    def reader(self) -> Any:
        """Who is signed in, if anybody is."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def home_address(self) -> str:
        return self.address_of(self.home.url_path) if self.home else "/"

    def address_of(self, url_path: str) -> str:
        """Where the page with this place in the tree is read, as ``Page.get_url`` says, which
        takes twenty times as long: every address continues that of a home page."""
        for root_path, address in self._root_addresses:
            if url_path.startswith(root_path):
                return address + url_path.removeprefix(root_path)
        return Page(url_path=url_path).get_url(self.request) or ""

    @cached_property
    def _root_addresses(self) -> list[tuple[str, str]]:
        found = [(root.url_path, root.get_url(self.request) or "") for root in self.roots.values()]
        return [(path, address) for path, address in found if address.endswith("/")]

    @cached_property
    def footer_links(self) -> list[tuple[str, str]]:
        """Label and address of each link of the footer; pages that readers may not see are left
        out.

        Most lead to first-level pages, which are known already; one query for all others.
        """
        links = [link["value"] for link in self.settings.footer_links.raw_data]
        known = {page.pk: page for page in self.sections}
        wanted = {link["page"] for link in links if link.get("page")} - known.keys()
        if wanted:
            others = Page.objects.filter(pk__in=wanted, live=True)
            known |= {page.pk: page for page in others if not is_restricted(page)}
        found = []
        for link in links:
            page = known.get(link.get("page"))
            address = self.address_of(page.url_path) if page else link.get("url")
            if address:
                found.append((link["label"], address))
        return found

    def section_of(self, page: Page) -> Page | None:
        """The first-level page at or above ``page``."""
        return next((one for one in self.sections if page.path.startswith(one.path)), None)

    @property
    def untranslated(self) -> str:
        """The language that a reader asked for and did not get; see ``core.middleware``."""
        asked = self.request.GET.get("untranslated", "")
        others = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
        return asked if asked in others else ""
