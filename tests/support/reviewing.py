"""What three reviewers do."""

from typing import Any

from django.urls import reverse

from wagtail.models import Page

from accounts import roles


def approve_thrice(client_of: Any, page: Page) -> Page:
    """The three click 通过 on the first page, one after the other; the page as it is then."""
    for role in roles.REVIEWERS:
        state = page.current_workflow_state.current_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
        client_of(role).post(url, {})
        page = Page.objects.get(pk=page.pk).specific
    return page
