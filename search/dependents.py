"""Which pages show something of another object: its name, its words, its picture."""

from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import IntegerField, QuerySet
from django.db.models.functions import Cast

from wagtail.models import Collection, Page, ReferenceIndex

from accounts.models import Branch
from assets.models import Document, Media
from search.registry import Searchable, all_types
from topics.models import TaggedPage, Topic, TopicPage


@cache
def _relations() -> dict[type[models.Model], list[tuple[Searchable, str]]]:
    """Model -> the registered types with the foreign key by which they show it."""
    found: dict[type[models.Model], list[tuple[Searchable, str]]] = {}
    for kind in all_types():
        for name in kind.related:
            model: Any = kind.model._meta.get_field(name).related_model
            found.setdefault(model, []).append((kind, name))
    # A recording also stands in the bodies of articles.
    found.setdefault(Media, [])
    return found


def matters(model: type[models.Model]) -> bool:
    """Whether documents show something of objects of this model."""
    return model in _relations()


def page_ids(model: type[models.Model], pk: Any) -> list[int]:
    """The pages that show something of the object, in no order."""
    if model is Topic:
        return _carrying(pk)
    found: set[int] = set()
    for kind, name in _relations().get(model, []):
        condition: dict[str, Any] = {name: pk}
        if model is Branch:
            # Documents name the organisations above theirs too.
            path = Branch.objects.filter(pk=pk).values_list("path", flat=True).first()
            condition = {f"{name}__path__startswith": path} if path else condition
        pages = kind.model._default_manager.filter(**condition).order_by()
        found.update(pages.values_list("pk", flat=True))
    if model is Media:
        found.update(referring_pages(model, pk).values_list("page", flat=True))
    return list(found)


def _carrying(topic: Any) -> list[int]:
    tagged = TaggedPage.objects.filter(tag=topic).order_by()
    pages = TopicPage.objects.filter(topic=topic).order_by()
    return [
        *tagged.values_list("content_object", flat=True),
        *pages.values_list("pk", flat=True),
    ]


def referring_pages(model: type[models.Model], pk: Any) -> QuerySet[Any, Any]:
    """The references from pages to the object, each with ``page``, the id of its page."""
    return (
        ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            to_content_type=ContentType.objects.get_for_model(model),
            to_object_id=str(pk),
        )
        .annotate(page=Cast("object_id", IntegerField()))
        .order_by()
    )


def files_in(collection: int) -> list[int]:
    """The files in the collection with this id and in those below it."""
    place = Collection.objects.filter(pk=collection).first()
    if place is None:
        return []
    inside = place.get_descendants(inclusive=True)
    files = Document.objects.filter(collection__in=inside).order_by()
    return list(files.values_list("pk", flat=True))


def documents_of(pages: Any) -> list[int]:
    """The files that these pages (ids, or a queryset of them) refer to."""
    rows = _file_references(pages)
    return [int(pk) for pk in rows.values_list("to_object_id", flat=True).distinct()]


def files_by_page(pages: Any) -> dict[int, set[int]]:
    """Page id -> the files that it refers to, for pages that do."""
    found: dict[int, set[int]] = {}
    for page, pk in _file_references(pages).values_list("page", "to_object_id"):
        found.setdefault(page, set()).add(int(pk))
    return found


def _file_references(pages: Any) -> QuerySet[Any, Any]:
    rows = ReferenceIndex.objects.annotate(page=Cast("object_id", IntegerField())).filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Document),
        page__in=pages,
    )
    return rows.order_by()
