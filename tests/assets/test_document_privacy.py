"""Documents of private pages, and the restrictions of the pages that show them."""

from typing import Any

from wagtail.models import PageViewRestriction

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.assets import DocumentFactory
from tests.factories.news import NewsPageFactory

pytestmark = pytest.mark.django_db


def page_with(document: Any, parent: Any, **values: Any) -> Any:
    body = [("document", {"document": document, "title": "安排"})]
    return NewsPageFactory(parent=parent, body=body, **values)


def ask(client: Any, document: Any) -> Any:
    response = client.get(document.url)
    # Reads the file to its end, which closes it.
    b"".join(response)
    return response


def close(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.fixture
def document(db: None) -> Any:
    return DocumentFactory()


def test_what_an_open_page_shows_is_open(client: Any, site_tree: Any, document: Any) -> None:
    page_with(document, site_tree.news)
    assert ask(client, document).status_code == 200


def test_what_only_a_private_page_shows_leads_to_that_page(
    client: Any, site_tree: Any, document: Any
) -> None:
    page = page_with(document, site_tree.news)
    close(page)
    response = ask(client, document)
    assert response.status_code == 302
    assert response.url == page.url
    assert "no-store" in response["Cache-Control"]


def test_its_readers_get_it_and_no_cache_keeps_it(
    client: Any, site_tree: Any, document: Any
) -> None:
    close(page_with(document, site_tree.news))
    client.force_login(
        UserFactory(username="lin"), backend="django.contrib.auth.backends.ModelBackend"
    )
    response = ask(client, document)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_one_open_page_is_enough(client: Any, site_tree: Any, document: Any) -> None:
    close(page_with(document, site_tree.news))
    page_with(document, site_tree.news, live=False)
    assert ask(client, document).status_code == 302
    page_with(document, site_tree.news)
    assert ask(client, document).status_code == 200
