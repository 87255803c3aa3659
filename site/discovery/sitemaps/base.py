"""What the parts of the map have in common."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar
from xml.sax.saxutils import escape

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.addresses import Addresses
from core.answers import xml_text
from core.visibility import open_to_all

# The codes of the region-less scripts that Google and Baidu know.
LANGUAGES = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}


def tag(name: str, value: object) -> str:
    """One element with text; the empty text where there is nothing to say."""
    text = xml_text(value if value is not None else "").strip()
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def in_the_map(pages: QuerySet[Any], addresses: Addresses) -> QuerySet[Any]:
    """``pages`` that answer for themselves to everybody: live, of this site, not private, not
    past their time, no stand-ins (those lead elsewhere); in an order that does not change."""
    here = Q(pk__in=[])
    for root in addresses.roots:
        here |= Q(url_path__startswith=root)
    pages = pages.filter(here, live=True, alias_of=None)
    pages = pages.exclude(expire_at__lte=timezone.now())
    return open_to_all(pages).order_by("pk")


class SitemapPart:
    """One kind of map in parts of ``size`` entries, each written with a fixed number of queries.

    Only the columns of an entry are read, for one part at a time.
    """

    name: ClassVar[str]
    namespaces: ClassVar[tuple[tuple[str, str], ...]] = ()
    # Entries in one file; search engines take 50,000.
    size: ClassVar[int] = 2000

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.addresses = Addresses(request)

    def pages(self) -> QuerySet[Any]:
        """Everything that belongs into this kind of map."""
        raise NotImplementedError

    def entries(self, pages: QuerySet[Any]) -> Iterable[str]:
        """The ``<url>`` elements of these pages."""
        raise NotImplementedError

    def count(self) -> int:
        """How many parts there are."""
        return -(-self.pages().count() // self.size)

    def window(self, number: int) -> QuerySet[Any]:
        """The pages of part ``number``, from 1."""
        return self.pages()[(number - 1) * self.size : number * self.size]

    def body(self, number: int) -> bytes | None:
        """The file, None where there is no such part."""
        entries = list(self.entries(self.window(number)))
        if not entries:
            return None
        return "".join(self._lines(entries)).encode()

    def _lines(self, entries: Iterable[str]) -> Iterator[str]:
        spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in self.namespaces)
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{spaces}>\n'
        for entry in entries:
            yield f"<url>{entry}</url>\n"
        yield "</urlset>\n"
