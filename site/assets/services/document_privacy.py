"""A document that only private pages show asks what they ask."""

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest

from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex

from core.visibility import is_restricted


def private_pages_of(document_id: int) -> list[Page]:
    """The live pages that show the document, where all of them are private; none where an open
    page, or something else than a page, shows it, or nothing does."""
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(get_document_model()),
        to_object_id=str(document_id),
    )
    base = ContentType.objects.get_for_model(Page)
    rows = list(references.values_list("base_content_type", "object_id").distinct())
    if not rows or any(kind != base.pk for kind, _key in rows):
        return []
    pages = list(Page.objects.filter(live=True, pk__in=[key for _kind, key in rows]))
    return pages if all(is_restricted(page) for page in pages) else []


def may_read_one(request: HttpRequest, pages: list[Page]) -> bool:
    """Whether the asker meets all that one of the pages demands."""
    return any(
        all(demand.accept_request(request) for demand in page.specific.get_view_restrictions())
        for page in pages
    )
