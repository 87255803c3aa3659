"""Uploads over HTTP as players and browsers ask for them."""

import os
import random
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

import pytest

from assets.services import file_responses
from assets.services.filenames import HASHED_NAME, stored_name

# Closing a response looks after database connections; the view itself asks nothing of them.
pytestmark = pytest.mark.django_db

CONTENT = bytes(range(256)) * 1000
SIZE = len(CONTENT)


@pytest.fixture
def stored():
    """The address of a stored file."""
    name = default_storage.save("media/3f9a0c1d22b7-dang-ke.mp4", ContentFile(CONTENT))
    yield default_storage.url(name)
    default_storage.delete(name)


def _body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_whole_file(client, stored):
    response = client.get(stored)
    assert response.status_code == 200
    assert _body(response) == CONTENT
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Length"] == str(SIZE)
    assert response["Accept-Ranges"] == "bytes"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.has_header("Content-Disposition")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=100-199", 100, 199),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
        (f"bytes=10-{SIZE * 9}", 10, SIZE - 1),
        ("bytes=-500", SIZE - 500, SIZE - 1),
        (f"bytes=-{SIZE * 9}", 0, SIZE - 1),
        (" bytes = 5 - 9 ", 5, 9),
    ],
)
def test_one_range(client, stored, asked, first, last):
    response = client.get(stored, headers={"Range": asked})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response["Content-Length"] == str(last - first + 1)
    assert _body(response) == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0"])
def test_a_range_outside_the_file(client, stored, asked):
    response = client.get(stored, headers={"Range": asked})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"
    assert _body(response) == b""


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-9",
        "bytes=9-5",
        "bytes=-",
        "bytes=a-b",
        "lines=0-5",
        "0-5",
        "bytes=٠-٥",
        "",
        "bytes=" + "9" * 5000 + "-",
        "bytes=0-5, 7-8, " * 500,
    ],
)
def test_several_ranges_and_nonsense_get_the_whole_file(client, stored, asked):
    response = client.get(stored, headers={"Range": asked})
    assert response.status_code == 200
    assert _body(response) == CONTENT


def test_any_range_header_gets_an_answer_that_adds_up(client, stored):
    chance = random.Random(2026)
    for _round in range(300):
        asked = "bytes=" + "".join(chance.choice("0123456789-,- x=") for _ in range(9))
        response = client.get(stored, headers={"Range": asked})
        body = _body(response)
        assert response.status_code in (200, 206, 416), asked
        assert len(body) == int(response["Content-Length"])
        if response.status_code == 206:
            place = response["Content-Range"].removeprefix("bytes ").split("/")[0].split("-")
            assert body == CONTENT[int(place[0]) : int(place[1]) + 1], asked


def test_head_describes_the_file(client, stored):
    response = client.head(stored, headers={"Range": "bytes=0-1"})
    assert response.status_code == 200
    assert response["Content-Length"] == str(SIZE)
    assert response["Content-Type"] == "video/mp4"


def test_an_unchanged_file_is_not_sent_again(client, stored):
    first = client.get(stored)
    first.close()
    for header, value in (
        ("If-None-Match", first["ETag"]),
        ("If-Modified-Since", first["Last-Modified"]),
    ):
        response = client.get(stored, headers={header: value})
        assert response.status_code == 304
        assert response["ETag"] == first["ETag"]
    response = client.get(stored, headers={"If-Match": '"other"'})
    assert response.status_code == 412


def test_a_range_is_given_only_of_the_file_that_was_begun(client, stored):
    first = client.get(stored)
    first.close()

    def status(condition: str) -> int:
        response = client.get(stored, headers={"Range": "bytes=0-9", "If-Range": condition})
        _body(response)
        return response.status_code

    assert status(first["ETag"]) == 206
    assert status(first["Last-Modified"]) == 206
    assert status('"other"') == 200
    assert status("W/" + first["ETag"]) == 200
    assert status("Mon, 01 Jan 1990 00:00:00 GMT") == 200
    assert status("nonsense") == 200


def test_an_empty_file(client):
    name = default_storage.save("media/empty.vtt", ContentFile(b""))
    response = client.get(default_storage.url(name), headers={"Range": "bytes=0-"})
    assert response.status_code == 416
    response = client.get(default_storage.url(name))
    assert response.status_code == 200 and _body(response) == b""
    assert response["Content-Type"] == "text/vtt; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=300"


def test_other_methods_are_refused(client, stored):
    for method in ("post", "put", "patch", "delete", "options"):
        assert getattr(client, method)(stored).status_code == 405


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "run.js", "noextension", "a.xhtml"])
def test_nothing_uploaded_runs_as_a_page(client, name):
    stored_as = default_storage.save(f"media/{name}", ContentFile(b"<script>alert(1)</script>"))
    response = client.get(default_storage.url(stored_as))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == "attachment"
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


@pytest.fixture
def secrets():
    """Files that must not be had, inside and outside the folder of uploads."""
    root = Path(settings.MEDIA_ROOT)
    outside = root.parent / "secret_key"
    places = [
        outside,
        root / ".hidden" / "a.png",
        root / "documents" / "private.pdf",
        root / "wagtail_uploads" / "draft.jpg",
        root.parent / "media-sibling" / "a.png",
    ]
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("secret")
    link = root / "link.png"
    link.symlink_to(outside)
    yield
    link.unlink()
    for place in places:
        place.unlink()


@pytest.mark.parametrize(
    "name",
    [
        "../secret_key",
        "..%2fsecret_key",
        "%2e%2e/secret_key",
        "media/../../secret_key",
        "../media-sibling/a.png",
        "/etc/passwd",
        "//etc/passwd",
        "link.png",
        ".hidden/a.png",
        "documents/private.pdf",
        "media/../documents/private.pdf",
        "wagtail_uploads/draft.jpg",
        "media",
        "media/",
        ".",
        "no-such-file.mp4",
        "a%00.png",
        "x" * 5000,
        "%ff%fe",
        "..\\secret_key",
        "党课.mp4",
    ],
)
def test_nothing_but_public_uploads_is_served(client, secrets, name):
    response = client.get(f"/media/{name}")
    # A NUL is refused before any view.
    assert response.status_code == (400 if "%00" in name else 404)
    assert b"secret" not in response.content.replace(b"secret_key", b"")


def test_the_file_is_closed(client, stored, monkeypatch):
    opened = []
    real_open = Path.open

    def remember(self, *args, **kwargs):
        opened.append(real_open(self, *args, **kwargs))
        return opened[-1]

    monkeypatch.setattr(file_responses.Path, "open", remember)
    client.get(stored).close()
    client.head(stored)
    client.get(stored, headers={"Range": f"bytes={SIZE}-"})
    assert len(opened) == 3
    assert all(file.closed for file in opened)


def test_a_large_file_is_sent_in_blocks(client):
    name = default_storage.save("media/large.mp4", ContentFile(b""))
    os.truncate(default_storage.path(name), 1024**3)
    response = client.get(default_storage.url(name))
    assert response["Content-Length"] == str(1024**3)
    assert len(next(iter(response.streaming_content))) == file_responses.BLOCK
    response.close()
    default_storage.delete(name)


def test_stored_names_are_known_to_be_new():
    assert HASHED_NAME.search("media/" + stored_name("青禾镇 党课.MP4"))
    assert stored_name("青禾镇 党课.MP4").endswith("-qing-he-zhen-dang-ke.mp4")
    assert stored_name("../../😀.tar.GZ").endswith("-tar.gz")
    assert stored_name("C:\\党课\\").endswith("-file")
    rendition = "images/3f9a0c1d22b7-qing.2e16d0ba.fill-960x640.format-avif.avif"
    assert HASHED_NAME.search(rendition)
    assert not HASHED_NAME.search("images/photo.jpg")
    assert not HASHED_NAME.search("media/cafe-table.jpg")


def test_the_address_is_below_media_url():
    assert reverse("media", args=["a/b.mp4"]) == f"{settings.MEDIA_URL}a/b.mp4"


@pytest.mark.parametrize("address", ["/images/abc/1/fill/x.jpg", "/images//1/fill-10x10/x.jpg"])
def test_a_picture_of_no_page_of_ours_is_not_found(client, site_tree, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "<html" in response.text and "Forbidden" not in response.text
