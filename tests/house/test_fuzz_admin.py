"""Our own views in the admin, asked badly by somebody who is logged in."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLResolver, get_resolver

import pytest

from accounts.models import User
from tests.factories.accounts import BranchFactory
from tests.factories.articles import SourceFactory
from tests.factories.assets import AudioFactory, DocumentFactory, ImageFactory, MediaFactory
from tests.factories.home import SiteTree
from tests.factories.topics import TopicFactory
from tests.support.hostile import ENCODED_VALUES

pytestmark = pytest.mark.django_db
# Where our views stand, and those of others that take our forms.
OWN = re.compile(
    r"admin/(articles|topics|review|media|snippets/(articles|topics|accounts|approvals))/"
    r"|admin/(images|documents)/(add|multiple/add)/"
)
# Views written here; for its own lists Wagtail answers itself.
WRITTEN_HERE = re.compile(r"/admin/(articles|topics|review)/")
NAMES = (
    "p page from to m q print ordering status media_type locale export id model next name slug kind parent title "
    "file description aliases target reason decision merge_into tags term body-count body-0-type "
    "body-0-value body-0-order body-0-deleted body-0-id url is_own TOTAL_FORMS"
).split()
TYPED = [
    "",
    "0",
    "-1",
    "9" * 30,
    "x" * 5_000,
    "\x00",
    "\ud83d",
    "🚩\u200b",
    "２０２４",
    "[]",
    '{"a":',
    "<b>",
]
FILE_FIELDS = ["file", "thumbnail", "captions_file"]
UPLOADS = {
    "empty.jpg": b"",
    "zeros.mp4": b"\x00" * 64,
    "head.pdf": b"%PDF-",
    "x" * 300: b"x",
    "../../up.png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 32,
    "captions.vtt": b"\xff\xfe",
    "no-name": b"<svg onload=alert(1)>",
}


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route


def addresses(keys: Iterable[str] = ("1", "0", "999999999999999")) -> list[str]:
    """Our views, with keys that exist and keys that don't."""
    found = set()
    for route in patterns():
        if not OWN.match(route):
            continue
        for key in keys:
            address = re.sub(r"<(?:int|str):\w+>", key, route)
            address = re.sub(r"\(\?P<\w+>(\w+)[^)]*\)", r"\1", address)
            found.add("/" + address.replace("^", "").replace("$", ""))
    return sorted(found)


@pytest.fixture
def client(site_tree: SiteTree) -> Client:
    for factory in (BranchFactory, SourceFactory, TopicFactory, ImageFactory, DocumentFactory):
        factory()
    MediaFactory()
    AudioFactory()
    client = Client()
    client.force_login(
        User.objects.create_superuser("root", "root@example.org", "x"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def faults(client: Client, requests: Iterable[tuple[str, str, dict[str, Any]]]) -> list[str]:
    """The requests (method, address, arguments) that were not answered as they should."""
    found = set()
    for method, address, arguments in requests:
        try:
            response = getattr(client, method)(address, **arguments)
            # What is streamed can still break off.
            if response.streaming:
                b"".join(response)
            if response.status_code >= 500:
                found.add(f"{method} {address}: {response.status_code}")
        except Exception as error:  # noqa: BLE001 - told below, all of them at once
            found.add(f"{method} {address} {str(arguments)[:60]}: {error!r}"[:400])
    return sorted(found)


def test_our_views_are_found() -> None:
    found = addresses()
    assert {"/admin/articles/count/", "/admin/topics/1/merge/", "/admin/media/audio/add/"} <= {
        *found
    }
    assert not [address for address in found if "<" in address or "(" in address]


def test_queries(client: Client) -> None:
    queries = ["&".join(f"{name}={value[:500]}" for name in NAMES) for value in ENCODED_VALUES]
    written = [address for address in addresses(["1"]) if WRITTEN_HERE.match(address)]
    assert len(written) > 5
    requests = (("get", one, {"QUERY_STRING": query}) for one in written for query in queries)
    assert not faults(client, requests)


def test_forms(client: Client) -> None:
    typed = [value.encode("utf-8", "surrogatepass") for value in TYPED]
    forms: list[dict[str, Any]] = [{}, *(dict.fromkeys(NAMES, value) for value in typed)]
    # Wagtail's own view for many files takes it for granted that there are some.
    posted = [address for address in addresses(["1"]) if "/multiple/" not in address]
    requests = (("post", address, {"data": form}) for address in posted for form in forms)
    assert not faults(client, requests)


def test_broken_uploads(client: Client) -> None:
    def requests() -> Iterator[tuple[str, str, dict[str, Any]]]:
        for address in addresses(["1"]):
            if not re.search("/(add|upload|edit)/", address):
                continue
            for field in ["files[]"] if "/multiple/" in address else FILE_FIELDS:
                for name, content in UPLOADS.items():
                    upload = SimpleUploadedFile(name, content)
                    yield "post", address, {"data": {field: upload, "title": "x"}}

    assert not faults(client, requests())
