"""What reviewers do on the review screen."""

from typing import Any

from django.urls import reverse

from wagtail.models import Page

from accounts import roles
from tests.support.review import all_ticks, manuscript_of, ticket

HOLDERS = dict(zip(["first", "second", "final"], roles.REVIEWERS, strict=True))


def approve_thrice(client_of: Any, page: Page) -> Page:
    """Whoever's turn it is ticks the list and approves, until nobody's turn is left.

    The page as it is then.
    """
    while (manuscript := manuscript_of(page)).is_in_review:
        client = client_of(HOLDERS.get(manuscript.stage, roles.FINAL_REVIEWER))
        url = reverse("approvals_approve", args=[page.pk])
        data = {"ticket": ticket(page), "tick": all_ticks(), "text": "同意"}
        response = client.post(url, data)
        assert response.status_code == 302, response.context["refusal"]
    return Page.objects.get(pk=page.pk).specific
