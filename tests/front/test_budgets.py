"""What a reader's first look at a page costs on the line, media aside."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client

import pytest
from bs4 import BeautifulSoup

from tests.front.test_every_page import KINDS

KILO = 1024
MODES = ["", "mode:elder"]
IMPORTED = re.compile(r'from "\./([\w-]+\.js)"')


def compressed(data: bytes) -> int:
    return len(gzip.compress(data, 9))


def file_of(address: str) -> bytes:
    found = finders.find(address.removeprefix("/static/"))
    assert found, address
    return Path(found).read_bytes()


def scripts(document: BeautifulSoup) -> set[str]:
    """The modules that the page names and those that they name."""
    waiting = [tag["src"] for tag in document.find_all("script", src=True)]
    found: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address not in found:
            found.add(address)
            folder = address.rpartition("/")[0]
            waiting += [f"{folder}/{name}" for name in IMPORTED.findall(file_of(address).decode())]
    return found


@pytest.mark.parametrize("mode", MODES, ids=["normal", "elder"])
def test_first_view(client: Client, full_site: dict[str, str], mode: str) -> None:
    client.cookies["display"] = mode
    assert set(full_site) == set(KINDS)
    for kind, address in full_site.items():
        response = client.get(address)
        document = BeautifulSoup(response.content, "html.parser")
        sheets = document.find_all("link", rel="stylesheet")
        css = sum(compressed(file_of(s["href"])) for s in sheets if s.get("media") != "print")
        js = sum(compressed(file_of(address)) for address in scripts(document))
        icons = compressed(file_of("/static/hongfan/icons/sprite.svg"))
        assert css <= 14 * KILO, (kind, css)
        assert js <= 20 * KILO, (kind, js)
        assert css + js + icons + compressed(response.content) <= 200 * KILO, kind
