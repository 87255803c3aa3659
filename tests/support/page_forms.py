"""What an editor's browser posts for a page."""

from typing import Any

from django.urls import reverse

from wagtail.models import Page

from tests.factories.articles import body_form

EMPTY_FORMSET = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0"}
FORMSETS = ("comments", "corrections", "activities", "pins")

SUBMIT = {"action-submit": "1"}
PUBLISH = {"action-publish": "1"}
AUTOSAVE = {"HTTP_ACCEPT": "application/json"}


def page_form(**values: Any) -> dict[str, Any]:
    """An article's form, filled in with ``values``; the rest as a new one has it."""
    data = {
        "title": "北渡口修好了步道",
        "slug": "",
        "seo_title": "",
        "search_description": "",
        "summary": "",
        "cover": "",
        "topics": "",
        "branch": "",
        "audience": "public",
        "source": "",
        "original_url": "",
        "author": "",
        "responsible_editor": "",
        "date": "2026-03-05",
        "go_live_at": "",
        "expire_at": "",
        **body_form("修好的步道通到渡口。"),
    }
    for prefix in FORMSETS:
        data |= {f"{prefix}-{name}": value for name, value in EMPTY_FORMSET.items()}
    return {**data, **values}


def add_url(model: type[Page], parent: Page) -> str:
    options = model._meta
    return reverse(
        "wagtailadmin_pages:add", args=[options.app_label, options.model_name, parent.pk]
    )


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
