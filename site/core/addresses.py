"""Absolute addresses of many pages, for what is read outside of the site: maps, feeds, cards."""

from urllib.parse import urljoin

from django.http import HttpRequest

from core.frame import Frame


class Addresses:
    """Where pages stand, from their rows alone: no query for each page."""

    def __init__(self, request: HttpRequest) -> None:
        frame = Frame.of(request)
        self._roots = [
            (page.url_path, page.get_full_url(request) or "") for page in frame.roots.values()
        ]
        self.origin: str = frame.site.root_url if frame.site else ""

    def of(self, url_path: str) -> str:
        """The full address for a page's ``url_path``; empty for a page of no language of the
        site."""
        for root, address in self._roots:
            if url_path.startswith(root):
                return address + url_path[len(root) :]
        return ""

    def absolute(self, address: str) -> str:
        """``address`` (of a file, say) with scheme and host; unchanged where it has them."""
        return urljoin(f"{self.origin}/", address)

    @property
    def roots(self) -> list[str]:
        """The tree address of each language's home page."""
        return [root for root, _address in self._roots]
