"""What follows from saves, and what must not happen to topics, whichever way it is tried."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.signals import post_save, pre_delete
from django.utils.translation import gettext

from wagtail.models import Page

from topics import registry
from topics.collecting import forget_counts
from topics.models import CollectedPage, Topic

# Columns of a page that ``CollectedPage`` repeats.
REPEATED = {"live", "date", "branch", "branch_id", "locale", "locale_id", "alias_of", "alias_of_id"}


def follow_page(
    sender: type, instance: Any, update_fields: Any = None, raw: bool = False, **kwargs: Any
) -> None:
    """Keep ``CollectedPage`` in step with a saved page."""
    if not isinstance(instance, Page):
        return
    if update_fields is not None and REPEATED.isdisjoint(update_fields):
        # Saving a draft writes its bookkeeping to the live row, never its date.
        return
    transaction.on_commit(forget_counts)
    if not instance.live or instance.alias_of_id:
        CollectedPage.objects.filter(page_id=instance.pk).delete()
    elif kind := registry.type_of(type(instance)):
        row = CollectedPage(
            page_id=instance.pk,
            content_type=kind.content_type,
            locale_id=instance.locale_id,
            branch_id=instance.branch_id,
            date=instance.date,
        )
        CollectedPage.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["page"],
            update_fields=["content_type", "locale", "branch", "date"],
        )


def keep_topics_in_use(sender: type[Topic], instance: Topic, **kwargs: Any) -> None:
    """Deleting a topic would silently take it off its articles; merging keeps them."""
    items = instance.items.all()[:1]
    if items:
        raise ProtectedError(
            gettext("专题“%(name)s”还有稿件在用，请改用“合并”。") % {"name": instance.name},
            set(items),
        )


def connect() -> None:
    post_save.connect(follow_page, dispatch_uid="topics.follow_page")
    pre_delete.connect(keep_topics_in_use, sender=Topic, dispatch_uid="topics.keep_in_use")
