"""Moving pages in the admin: what can't be is refused where the place is chosen."""

from typing import Any

from django.urls import reverse

import pytest

from accounts import roles
from tests.factories.home import StandardPageFactory
from tests.factories.news import NewsPageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_impossible_place_is_refused_before_anything_moves(
    client_of: Any, site_tree: Any, method: str
) -> None:
    page = NewsPageFactory(parent=site_tree.news)
    client = client_of(roles.CHIEF_EDITOR)
    for place in (site_tree.theory, site_tree.home):
        url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, place.pk])
        response = getattr(client, method)(url, follow=True)
        assert response.redirect_chain[0][0] == reverse("wagtailadmin_pages:move", args=[page.pk])
        assert "请另选一处" in response.text
    page.refresh_from_db()
    assert page.get_parent().pk == site_tree.news.pk


def test_a_possible_one_is_not(client_of: Any, site_tree: Any) -> None:
    page, place = (StandardPageFactory(parent=site_tree.home) for _ in range(2))
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, place.pk])
    client = client_of(roles.CHIEF_EDITOR)
    assert client.get(url).status_code == 200
    client.post(url)
    page.refresh_from_db()
    assert page.get_parent().pk == place.pk
