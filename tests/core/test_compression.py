"""Text travels compressed, files that are compressed already do not."""

import contextlib

import pytest

from tests.factories.assets import MediaFactory

pytestmark = pytest.mark.django_db


@contextlib.contextmanager
def answer(response):
    """Closes the file behind it; ``response.close()`` would close the test's database too."""
    yield response
    for close in response._resource_closers:
        close()


ASKED = {"accept-encoding": "gzip, deflate, br"}


@pytest.mark.parametrize(
    "path", ["/", "/static/hongfan/css/base.css", "/static/hongfan/icons/sprite.svg"]
)
def test_text_is_compressed_for_who_asks(client, site_tree, path):
    for headers, coding in ((ASKED, "gzip"), ({}, None)):
        with answer(client.get(path, headers=headers)) as response:
            assert response.get("Content-Encoding") == coding
            assert "Accept-Encoding" in response.headers["Vary"]


def test_a_film_and_a_part_of_it_stay_as_they_are(client, site_tree):
    film = MediaFactory()
    for span, status in (({}, 200), ({"range": "bytes=0-99"}, 206)):
        with answer(client.get(film.url, headers={**ASKED, **span})) as response:
            assert (response.status_code, response.get("Content-Encoding")) == (status, None)
            if span:
                assert len(b"".join(response.streaming_content)) == 100
