"""Fields that Wagtail's abstract models declare without room for a second model of the name.

Wagtail's own ``Image``, ``Document`` and ``Media`` stay installed, and by Django's default both
models would claim the same name on tags and users.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from taggit.managers import TaggableManager


def tags_field(kind: str) -> TaggableManager:
    return TaggableManager(
        verbose_name=_("标签"), blank=True, help_text=None, related_name=f"asset_{kind}s"
    )


def uploader_field() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传者"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
