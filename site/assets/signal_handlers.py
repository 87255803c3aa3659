"""Files follow their rows: removed when the row goes or gets another file, after the commit."""

from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_save

from wagtail.tasks import delete_file_from_storage_task

from assets.models import Document, Image, Media
from assets.tasks import render_picture


def remember_replaced_files(
    instance: models.Model, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """Note the files that the row has now and may not have after this save."""
    fields = [
        field
        for field in _file_fields(type(instance))
        if update_fields is None or field.name in update_fields
    ]
    if raw or instance.pk is None or not fields:
        return
    names = [field.attname for field in fields]
    stored = type(instance)._default_manager.filter(pk=instance.pk).values(*names).first() or {}
    instance._replaced_files = {  # type: ignore[attr-defined]
        field: stored[field.attname] for field in fields if stored.get(field.attname)
    }


def remove_replaced_files(instance: models.Model, **kwargs: Any) -> None:
    for field, old_name in instance.__dict__.pop("_replaced_files", {}).items():
        if getattr(instance, field.attname).name != old_name:
            _delete_after_commit(field, old_name)


def remove_captions(instance: Media, **kwargs: Any) -> None:
    """wagtailmedia removes a deleted row's file and thumbnail; the captions are ours."""
    if instance.captions:
        _delete_after_commit(Media._meta.get_field("captions"), str(instance.captions.name))


def render_after_commit(
    instance: Image, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """Have the worker make renditions whenever file or focal point may be new."""
    if not raw and update_fields is None:
        transaction.on_commit(lambda: render_picture.enqueue(instance.pk))


def register_signal_handlers() -> None:
    for model in (Image, Document, Media):
        pre_save.connect(remember_replaced_files, sender=model)
        post_save.connect(remove_replaced_files, sender=model)
    post_delete.connect(remove_captions, sender=Media)
    post_save.connect(render_after_commit, sender=Image)


def _file_fields(model: type[models.Model]) -> list[models.FileField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, models.FileField)]


def _delete_after_commit(field: models.FileField, name: str) -> None:
    storage = field.storage.deconstruct()  # type: ignore[attr-defined]
    transaction.on_commit(lambda: delete_file_from_storage_task.enqueue(storage, name))
