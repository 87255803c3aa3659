"""What follows from changes made elsewhere."""

from typing import Any

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver

from wagtail.models import Page
from wagtail.signals import copy_for_translation_done
from wagtail_localize.models import Translation


@receiver(post_save, sender=Translation)
def begin_translations_as_drafts(
    sender: type, instance: Translation, created: bool, raw: bool, **kwargs: Any
) -> None:
    """A live stand-in that is to be translated first becomes a draft.

    wagtail-localize would turn it into a page of its own that is live at once, with source text
    and without review. Saved to the row alone: nothing about the page changes for readers.
    """
    if created and not raw:
        Page.objects.filter(
            translation_key=instance.source.object_id,
            locale=instance.target_locale,
            alias_of__isnull=False,
        ).update(live=False, has_unpublished_changes=True)


@receiver(copy_for_translation_done)
def leave_privacy_to_the_source(
    sender: type, source_obj: Any, target_obj: Any, **kwargs: Any
) -> None:
    """Wagtail copies the restrictions that stand on the source at this moment.

    They hold for the translation anyway (``core.visibility``); a copy would stay behind when the
    source is opened.
    """
    if isinstance(target_obj, Page) and source_obj.locale.language_code == settings.LANGUAGE_CODE:
        target_obj.view_restrictions.all().delete()
