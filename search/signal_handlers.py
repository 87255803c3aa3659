"""What changes an answer, noted in the outbox in the same transaction.

Handlers only write a row. What it means is found out when a follower reads it, from what the
database says then: so a handler can't fail a save for a reason of its own.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_save,
    pre_delete,
    pre_save,
)

from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import post_page_move

from assets.models import Document
from core.visibility import translations_below
from search import dependents, office, outbox
from search.tasks import read_after_commit
from topics.models import TaggedPage, Topic, TopicAlias

UID = "search"


def remember_address(sender: type, instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """Whether this save moves the pages below: their addresses begin with this page's."""
    if not isinstance(instance, Page) or instance.pk is None or not instance.numchild:
        return
    if update_fields is None or "slug" in update_fields or "url_path" in update_fields:
        stored = Page.objects.filter(pk=instance.pk).values_list("slug", "url_path", "path").first()
        instance._search_moved = stored not in (
            None,
            (instance.slug, instance.url_path, instance.path),
        )


def note_page(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not isinstance(instance, Page) or raw:
        # Who writes rows as they are (an import, a fixture) notes them together.
        return
    # A move saves a plain ``Page``, after the tree: the stored row already has the new path.
    moved = instance.__dict__.pop("_search_moved", False) or (
        type(instance) is Page and instance.numchild > 0
    )
    closing = not instance.live or type(instance) is Page
    outbox.note(outbox.page_key(instance.pk), tree=moved, closing=closing)
    if moved:
        note_translations(instance)
    else:
        # As the page referred to them until now; what it refers to from now on, the follower sees.
        note_files_of(instance, closing=closing)


def note_move(sender: type, instance: Page, **kwargs: Any) -> None:
    outbox.note(outbox.page_key(instance.pk), tree=True, closing=True)
    note_translations(instance)


def note_translations(page: Page) -> None:
    """They are as private as their sources, wherever they stand."""
    for pk in translations_below(page):
        outbox.note(outbox.page_key(pk), tree=True, closing=True)


def note_gone_page(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        outbox.note(outbox.page_key(instance.pk), closing=True)
        note_files_of(instance, closing=True)


def note_files_of(page: Page, *, closing: bool) -> None:
    files = map(outbox.document_key, dependents.documents_of([page.pk]))
    outbox.note_all(files, closing=closing)


def note_privacy(sender: type, instance: Any, **kwargs: Any) -> None:
    """A page was closed or opened, with all below it."""
    outbox.note(outbox.page_key(instance.page_id), tree=True, closing=True)
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        note_translations(page)


def note_groups(sender: type, instance: Any, action: str, reverse: bool, **kwargs: Any) -> None:
    if action not in {"post_add", "post_remove", "post_clear"}:
        return
    # From the group's side, which nothing in the house uses, the restrictions are named by key.
    several = (
        kwargs["model"].objects.filter(pk__in=kwargs["pk_set"] or ()) if reverse else [instance]
    )
    for restriction in several:
        note_restriction(restriction)


def note_group(sender: type, instance: Group, **kwargs: Any) -> None:
    """Before it is deleted: its rows in the restrictions go without a signal of their own."""
    for model in (PageViewRestriction, CollectionViewRestriction):
        for restriction in model.objects.filter(groups=instance):
            note_restriction(restriction)


def note_restriction(restriction: PageViewRestriction | CollectionViewRestriction) -> None:
    note = note_privacy if isinstance(restriction, PageViewRestriction) else note_collection
    note(type(restriction), restriction)


def note_object(sender: type, instance: models.Model, **kwargs: Any) -> None:
    """What documents show a part of (a branch, a recording, a source), and what only the admin
    finds."""
    model = type(instance)
    if dependents.matters(model) or office.is_record(model):
        outbox.note(outbox.object_key(instance))


def note_pages_of_related(sender: type, instance: models.Model, **kwargs: Any) -> None:
    """Before it is deleted: afterwards nobody knows who showed it."""
    if dependents.matters(type(instance)):
        outbox.note_pages(dependents.page_ids(type(instance), instance.pk))


def note_topic(sender: type, instance: Topic, **kwargs: Any) -> None:
    """A merged topic's pages are the other's by now."""
    outbox.note(outbox.object_key(instance))
    if instance.merged_into_id:
        outbox.note(f"{instance._meta.label_lower}:{instance.merged_into_id}")


def note_alias(sender: type, instance: TopicAlias, **kwargs: Any) -> None:
    outbox.note(f"{Topic._meta.label_lower}:{instance.topic_id}")


def note_tagged(sender: type, instance: TaggedPage, **kwargs: Any) -> None:
    outbox.note(outbox.page_key(instance.content_object_id))


def remember_collection(sender: type, instance: Document, **kwargs: Any) -> None:
    """Whether this save moves the file into another collection, which may be private."""
    if instance.pk is not None:
        stored = Document.objects.filter(pk=instance.pk).values_list("collection", flat=True)
        instance._search_moved = stored.first() not in (None, instance.collection_id)


def note_file(sender: type, instance: Document, **kwargs: Any) -> None:
    moved = instance.__dict__.pop("_search_moved", False)
    outbox.note(outbox.document_key(instance.pk), closing=moved)
    read_after_commit(instance)


def note_gone_file(sender: type, instance: Document, **kwargs: Any) -> None:
    outbox.note(outbox.document_key(instance.pk), closing=True)


def note_collection(sender: type, instance: Any, **kwargs: Any) -> None:
    """A collection of files was closed, opened or moved, with all below it."""
    pk = instance.pk if isinstance(instance, Collection) else instance.collection_id
    # No document bears this key: it is for a file that another transaction is just putting in.
    outbox.note(f"{Collection._meta.label_lower}:{pk}")
    outbox.note_all(map(outbox.document_key, dependents.files_in(pk)), closing=True)


def connect() -> None:
    pre_save.connect(remember_address, dispatch_uid=f"{UID}.remember_address")
    post_save.connect(note_page, dispatch_uid=f"{UID}.note_page")
    pre_delete.connect(note_gone_page, dispatch_uid=f"{UID}.note_gone_page")
    post_page_move.connect(note_move, dispatch_uid=f"{UID}.note_move")
    for signal in (post_save, post_delete):
        signal.connect(note_privacy, PageViewRestriction, dispatch_uid=f"{UID}.note_privacy")
        signal.connect(note_alias, TopicAlias, dispatch_uid=f"{UID}.note_alias")
        signal.connect(
            note_collection, CollectionViewRestriction, dispatch_uid=f"{UID}.note_collection"
        )
        signal.connect(note_object, dispatch_uid=f"{UID}.note_object")
    for model in (PageViewRestriction, CollectionViewRestriction):
        m2m_changed.connect(note_groups, model.groups.through, dispatch_uid=f"{UID}.note_groups")
    pre_delete.connect(note_group, Group, dispatch_uid=f"{UID}.note_group")
    post_save.connect(note_collection, Collection, dispatch_uid=f"{UID}.note_collection")
    pre_delete.connect(note_pages_of_related, dispatch_uid=f"{UID}.note_pages_of_related")
    post_delete.connect(note_tagged, TaggedPage, dispatch_uid=f"{UID}.note_tagged")
    post_save.connect(note_topic, Topic, dispatch_uid=f"{UID}.note_topic")
    pre_save.connect(remember_collection, Document, dispatch_uid=f"{UID}.remember_collection")
    post_save.connect(note_file, Document, dispatch_uid=f"{UID}.note_file")
    post_delete.connect(note_gone_file, Document, dispatch_uid=f"{UID}.note_gone_file")
