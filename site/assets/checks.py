"""The settings without which uploads would pass unchecked."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

REQUIRED = {
    "WAGTAILIMAGES_IMAGE_MODEL": "assets.Image",
    "WAGTAILIMAGES_IMAGE_FORM_BASE": "assets.forms.ImageForm",
    "WAGTAILDOCS_DOCUMENT_MODEL": "assets.Document",
    "WAGTAILDOCS_DOCUMENT_FORM_BASE": "assets.forms.DocumentForm",
}
REQUIRED_MEDIA = {"MEDIA_MODEL": "assets.Media", "MEDIA_FORM_BASE": "assets.forms.MediaForm"}


@register()
def upload_forms_are_ours(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Wagtail reads these silently and falls back to forms that trust file names."""
    wanted = [(name, getattr(settings, name, None), value) for name, value in REQUIRED.items()]
    media = getattr(settings, "WAGTAILMEDIA", {})
    wanted += [
        (f'WAGTAILMEDIA["{name}"]', media.get(name), value)
        for name, value in REQUIRED_MEDIA.items()
    ]
    return [
        Error(f"{name} must be {value!r}, not {actual!r}.", id="assets.E001")
        for name, actual, value in wanted
        if actual != value
    ]
