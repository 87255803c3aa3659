from collections.abc import Callable
from xml.etree import ElementTree

from django.test import Client

from wagtail.models import Locale, Page

import pytest

SPACES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "video": "http://www.google.com/schemas/sitemap-video/1.1",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}
ReadMap = Callable[[str], dict[str, ElementTree.Element]]


@pytest.fixture
def read_map(client: Client) -> ReadMap:
    """The entries of one kind of map by address, from all its parts in the index."""

    def read(kind: str) -> dict[str, ElementTree.Element]:
        index = ElementTree.fromstring(client.get("/sitemap.xml").content)
        found = {}
        for element in index.findall("map:sitemap/map:loc", SPACES):
            address = element.text or ""
            if f"/sitemap-{kind}-" in address:
                response = client.get(f"/{address.rpartition('/')[2]}")
                assert response.status_code == 200
                for url in ElementTree.fromstring(response.content).findall("map:url", SPACES):
                    found[url.findtext("map:loc", namespaces=SPACES)] = url
        return found

    return read


@pytest.fixture
def translate() -> Callable[[Page, str], Page]:
    """A live translation in the language; its section there is a stand-in."""

    def make(page: Page, code: str) -> Page:
        copy = page.copy_for_translation(Locale.objects.get(language_code=code), copy_parents=True)
        copy.live = True
        copy.save()
        return copy

    return make
