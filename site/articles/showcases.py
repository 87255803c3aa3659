"""From an article to the page that introduces its branch."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wagtail.models import Page

from core.request_memo import current_request
from core.visibility import restricted_paths
from topics import registry


def with_showcase(pages: QuerySet) -> QuerySet:
    """``pages`` with the tree address of the page that introduces their branch, in their language,
    else in the source language: no query more."""
    kinds = [kind for kind in registry.all_types() if kind.introduces_branch]
    found: Any = (
        apps.get_model("topics", "CollectedPage")
        .objects.filter(
            content_type__in=[kind.content_type.pk for kind in kinds], branch=OuterRef("branch")
        )
        .order_by("-date", "-page_id")
    )
    for path in restricted_paths():
        found = found.exclude(page__path__startswith=path)
    own = found.filter(locale=OuterRef("locale"))
    source = found.filter(locale__language_code=settings.LANGUAGE_CODE)
    column = "page__url_path"
    return pages.annotate(
        showcase_path=Coalesce(
            Subquery(own.values(column)[:1]), Subquery(source.values(column)[:1])
        )
    )


def showcase_address(page: Page) -> str:
    """Where the page's branch is introduced; empty where it isn't, or the page was not loaded to
    be read."""
    path = getattr(page, "showcase_path", None)
    return (Page(url_path=path).get_url(current_request()) or "") if path else ""
