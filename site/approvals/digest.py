"""What counts as content of a page, and its digest.

Content is what a reader may meet: text, address, dates, and the files that are shown, with their
alternative texts. Not content: where the page stands in the tree, who may edit it, comments,
times of saving, and whatever nobody types. Saving a page unchanged leaves the digest as it is.

Shared entries that a text rests on (files, sources) count with what they say; names of branches
and topics count by key (docs/decisions/0021).
"""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.dateparse import parse_datetime

from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex

from assets.models import Document, Image, Media

# Of Page itself; types add all that they declare.
PAGE_FIELDS = (
    "title",
    "slug",
    "seo_title",
    "search_description",
    "show_in_menus",
    "go_live_at",
    "expire_at",
)
# Place and time of this page, which an alias has of its own.
OWN_FIELDS = ("slug", "go_live_at", "expire_at")
# Shared by pages and part of what each of them says; ``count_as_content`` adds more.
ASSET_FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    Image: ("file", "file_hash", "description", "credit"),
    Document: ("file", "file_hash", "title"),
    Media: ("title", "file", "thumbnail", "captions", "transcript", "chapter_marks"),
}
# The editor adds keys of its own to rich text on the first save.
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
COMMENTS = "wagtail_admin_comments"
_known_assets: ContextVar[dict[tuple[type[models.Model], int], Any] | None] = ContextVar(
    "known_assets", default=None
)
# Columns of a child row that say which row it is, not what it says.
CHILD_IDENTITY = ("pk", "sort_order", "translation_key", "locale")

Content = dict[str, Any]


def count_as_content(model: type[models.Model], fields: tuple[str, ...]) -> None:
    """For rooms above: what ``fields`` of ``model`` say is content of each page that refers to it.

    Called while apps load. A change of ``fields`` later changes every digest.
    """
    ASSET_FIELDS[model] = fields


def content_of(page: Page) -> Content:
    """The content of a specific page as it stands in memory."""
    data = page.serializable_data()
    content: Content = {"type": page._meta.label_lower}
    for name in content_fields(type(page)):
        if name in data:
            content[name] = _plain(page._meta.get_field(name), data[name])
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        if name != COMMENTS and name in data:
            content[name] = _children(relation, data[name])
    content["assets"] = _assets(page)
    return content


def content_fields(page_type: type[Page]) -> list[str]:
    """The columns that count."""
    own = [
        field.name
        for field in page_type._meta.concrete_fields
        if field.model is not Page and field.editable and not field.primary_key
    ]
    return [*PAGE_FIELDS, *own]


def relevant_names(page_type: type[Page]) -> set[str]:
    """Columns and child relations that count, and ``live``: what ``update_fields`` may name."""
    relations = {relation.get_accessor_name() for relation in get_all_child_relations(page_type)}
    return {"live", *content_fields(page_type), *relations} - {COMMENTS}


def digest_of(content: Content) -> str:
    """64 hexadecimal characters."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def as_kept(content: Content) -> Content:
    """The content as it would be read from the record: dates and the like are words there."""
    kept: Content = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return kept


def page_digest(page: Page) -> str:
    return digest_of(content_of(page))


def alias_content(content: Content) -> Content:
    """What an alias and its source have in common."""
    return {name: value for name, value in content.items() if name not in OWN_FIELDS}


def asset_state(asset: models.Model) -> dict[str, Any]:
    """What of a file is content, for ``ASSET_FIELDS``'s models."""
    state = {}
    for name in ASSET_FIELDS[type(asset)]:
        value = getattr(asset, name)
        state[name] = value.name if isinstance(value, FieldFile) else value
    # A file in memory that is not stored yet has no settled name.
    return state


def asset_keys(content: Content) -> list[tuple[str, int]]:
    """(model label, key) of each file that the content shows."""
    keys = (key.split(":") for key in content.get("assets", {}))
    return [(label, int(key)) for label, key in keys]


def _plain(field: models.Field, value: Any) -> Any:
    if isinstance(field, StreamField):
        return without_keys(json.loads(value) if isinstance(value, str) else value)
    if isinstance(field, models.DateTimeField):
        return _moment(value)
    return without_keys(value)


def _moment(value: Any) -> str | None:
    moment = parse_datetime(value) if isinstance(value, str) else value
    return moment.astimezone(UTC).isoformat() if isinstance(moment, datetime) else None


def without_keys(value: Any) -> Any:
    """Without the keys that the editor gives to blocks and paragraphs.

    A list block's items stand as ``{"type": "item", "value": …}`` or, from code, bare.
    """
    if isinstance(value, str):
        return BLOCK_KEY.sub("", value)
    if isinstance(value, list):
        return [without_keys(item) for item in value]
    if isinstance(value, dict):
        is_block = {"type", "value"} <= value.keys() <= {"type", "value", "id"}
        if is_block and value["type"] == "item":
            return without_keys(value["value"])
        return {
            name: without_keys(item)
            for name, item in value.items()
            if not (is_block and name == "id")
        }
    return value


def _children(relation: Any, rows: list[dict[str, Any]]) -> list[Any]:
    dropped = {*CHILD_IDENTITY, relation.field.name}
    kept = [{name: without_keys(row[name]) for name in row if name not in dropped} for row in rows]
    if rows and "sort_order" in rows[0]:
        places = [(row["sort_order"] is None, row["sort_order"] or 0) for row in rows]
        order = sorted(range(len(rows)), key=lambda index: places[index])
        return [kept[index] for index in order]
    return sorted(kept, key=lambda row: json.dumps(row, sort_keys=True, cls=DjangoJSONEncoder))


@contextmanager
def assets_asked_once() -> Iterator[None]:
    """While many pages are written that share their sources: look each shared entry up once.

    Only inside a transaction that changes no shared entry.
    """
    token = _known_assets.set({})
    try:
        yield
    finally:
        _known_assets.reset(token)


def _stored(model: type[models.Model], ids: set[int]) -> dict[int, Any]:
    known = _known_assets.get()
    if known is None:
        return model._default_manager.in_bulk(ids)
    missing = {key for key in ids if (model, key) not in known}
    if missing:
        found = model._default_manager.in_bulk(missing)
        known.update({(model, key): found.get(key) for key in missing})
    return {key: known[model, key] for key in ids}


def _assets(page: Page) -> dict[str, Any]:
    """Each file the page refers to, read from its content: Wagtail's index of references lags."""
    wanted: dict[int, type[models.Model]] = {
        ContentType.objects.get_for_model(model).pk: model for model in ASSET_FIELDS
    }
    keys: dict[type[models.Model], set[int]] = {}
    for type_id, key, _model_path, _path in ReferenceIndex._extract_references_from_object(page):
        if type_id in wanted:
            keys.setdefault(wanted[type_id], set()).add(int(key))
    found: dict[str, Any] = {}
    for model, ids in keys.items():
        stored = _stored(model, ids)
        for key in sorted(ids):
            asset = stored.get(key)
            found[f"{model._meta.label}:{key}"] = asset_state(asset) if asset else None
    return found
