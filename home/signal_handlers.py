"""What follows from changes of the home page."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from wagtail.models import Locale

from home.models import HomePage
from home.setup.translations import extend_to_translations


@receiver(post_save, sender=HomePage)
def open_new_language(
    sender: type, instance: HomePage, created: bool, raw: bool, **kwargs: Any
) -> None:
    """The home page of a further language: the same people work there, by the same workflow."""
    if raw or not created:
        return
    source = instance.get_translation_or_none(Locale.get_default())
    if source is not None and source.pk != instance.pk:
        extend_to_translations(source)
