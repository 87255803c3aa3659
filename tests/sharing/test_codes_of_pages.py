"""The QR code that each public page has."""

import io

from django.utils import timezone

from wagtail.models import PageViewRestriction

import pytest
import segno

from sharing import qr
from tests.factories.home import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site_tree):
    return StandardPageFactory(parent=site_tree.home)


def test_holds_the_address_of_the_page(client, page):
    response = client.get(f"/share/{page.pk}.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content == qr.svg(page.full_url)
    assert "public" in response["Cache-Control"]


def test_asked_again_it_is_not_sent_again(client, page):
    etag = client.get(f"/share/{page.pk}.svg")["ETag"]
    again = client.get(f"/share/{page.pk}.svg", headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_is_a_code_that_scanners_read_with_a_quiet_margin():
    text = qr.svg("https://example.org/").decode()
    expected = io.BytesIO()
    segno.make("https://example.org/", error="q", boost_error=False, micro=False).save(
        expected,
        kind="svg",
        border=4,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
        dark="#000",
        light="#fff",
    )
    assert text == expected.getvalue().decode()
    assert "style" not in text


def test_costs_few_queries(client, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(f"/share/{page.pk}.svg")


@pytest.mark.parametrize("state", ["draft", "expired", "private", "none"])
def test_what_is_not_for_everybody_has_none(client, page, state):
    if state == "draft":
        page.unpublish()
    elif state == "expired":
        page.expire_at = timezone.now()
        page.save()
    elif state == "private":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    else:
        page.delete()
    assert client.get(f"/share/{page.pk}.svg").status_code == 404
