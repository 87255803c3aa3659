"""What the admin finds: pages with their drafts, pictures, recordings, files, snippets.

These documents stand in an index of their own, so that no draft counts in what readers are told.
``page:12`` is what is published, or the draft where nothing is; ``draft:12`` what a published page
says in its latest draft.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from wagtail.models import Page, Revision
from wagtail.search import index

from assets.models import Document
from search import outbox
from search.building import Built, limited
from search.documents import Passage, SearchDocument
from search.registry import all_types, type_of

DRAFT = "draft"


def draft_key(pk: int) -> str:
    return f"{DRAFT}:{pk}"


@cache
def is_record(model: type[models.Model]) -> bool:
    """Whether the admin searches objects of this model, other than pages and files."""
    if not issubclass(model, index.Indexed) or issubclass(model, (Page, Document)):
        return False
    indexed: Any = model
    return not indexed._meta.abstract and bool(indexed.get_searchable_search_fields())


def key_of(model: type[models.Model], pk: Any) -> str:
    """The key under which an object of an indexed model is found."""
    if issubclass(model, Page):
        return outbox.page_key(pk)
    if issubclass(model, Document):
        return outbox.document_key(pk)
    return f"{model._meta.label_lower}:{pk}"


def page_records(versions: Mapping[int, int]) -> Built:
    built = Built()
    found = {page.pk: page for page in _pages(list(versions))}
    drafts = Revision.objects.filter(
        pk__in=[page.latest_revision_id for page in found.values() if page.has_unpublished_changes]
    ).in_bulk()
    for pk, version in versions.items():
        page = found.get(pk)
        if page is None:
            built.gone += [(outbox.page_key(pk), version), (draft_key(pk), version)]
            continue
        revision = drafts.get(page.latest_revision_id)
        draft = revision.as_object() if revision else None
        shown = page if page.live or draft is None else draft
        built.documents.append(_page_record(outbox.page_key(pk), version, shown, page))
        if page.live and draft is not None:
            built.documents.append(_page_record(draft_key(pk), version, draft, page))
        else:
            built.gone.append((draft_key(pk), version))
    return built


def _pages(ids: list[int]) -> Iterable[Any]:
    """The pages as their own types, those that readers find with what their content reads."""
    known: set[int] = set()
    for kind in all_types():
        for page in kind.pages(ids):
            known.add(page.pk)
            yield page
    others = Page.objects.filter(pk__in=set(ids) - known, depth__gt=1)
    yield from others.order_by().specific()


def _page_record(key: str, version: int, shown: Any, page: Page) -> SearchDocument:
    kind = type_of(type(shown))
    content = kind.content(shown) if kind else None
    extra = [page.slug, shown.seo_title, *((*content.people, *content.extra) if content else ())]
    return SearchDocument(
        key=key,
        version=version,
        kind=key.partition(":")[0],
        locale="",
        title=shown.title,
        extra="\n".join(filter(None, extra)),
        passages=_one_text(content.passages if content else ()),
        summary=content.summary if content else "",
    )


def _one_text(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    # Nobody is led to a paragraph in the admin.
    text = "\n".join(passage.text for passage in limited(passages))
    return (Passage(text),) if text else ()


def records(versions: Mapping[str, int]) -> Built:
    """Objects of other indexed models, by key."""
    built = Built()
    by_model: dict[str, dict[str, int]] = {}
    for key, version in versions.items():
        label, pk = outbox.split_key(key)
        by_model.setdefault(label, {})[pk] = version
    for label, wanted in by_model.items():
        model = Document if label == outbox.DOCUMENT else apps.get_model(label)
        rows: Any = model._default_manager.filter(pk__in=list(wanted)).order_by()
        found = {str(item.pk): item for item in rows}
        for pk, version in wanted.items():
            key = key_of(model, pk)
            if pk in found:
                built.documents.append(_record(key, version, found[pk]))
            else:
                built.gone.append((key, version))
    return built


def _record(key: str, version: int, item: Any) -> SearchDocument:
    title = str(getattr(item, "title", "") or item)
    words: list[str] = []
    for field in type(item).get_searchable_search_fields():
        words += _texts(field.get_value(item))
    for field in type(item).get_search_fields():
        if isinstance(field, index.RelatedFields):
            words += _texts(_related(field, item))
    return SearchDocument(
        key=key,
        version=version,
        kind=key.partition(":")[0],
        locale="",
        title=title,
        extra="\n".join(word for word in dict.fromkeys(words) if word and word != title),
    )


def _related(field: index.RelatedFields, item: Any) -> Any:
    value = field.get_value(item)
    several = value.all() if hasattr(value, "all") else [value]
    return [
        inner.get_value(one)
        for one in several
        if one is not None
        for inner in field.fields
        if isinstance(inner, index.SearchField)
    ]


def _texts(value: Any) -> list[str]:
    if isinstance(value, (list, tuple)):
        return [text for one in value for text in _texts(one)]
    return [str(value)] if value not in (None, "") else []
