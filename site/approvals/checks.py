"""House rules of the review, as Django system checks."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from wagtail.models import get_page_models

from core.models import BasePage
from core.publishing import ContentKind

REQUIRED_SETTINGS = {
    "WAGTAIL_WORKFLOW_ENABLED": True,
    "WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT": True,
    "WAGTAIL_FINISH_WORKFLOW_ACTION": "approvals.workflow.publish_approved",
    "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE": False,
    "WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE": "simple",
}


@register("hongfan")
def page_types_say_how_they_are_reviewed(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(f"{model.__name__} does not declare content_kind.", obj=model, id="approvals.E001")
        for model in get_page_models()
        if issubclass(model, BasePage)
        and not isinstance(getattr(model, "content_kind", None), ContentKind)
    ]


@register("hongfan")
def settings_keep_the_rule(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(f"{name} must be {value!r}.", id="approvals.E002")
        for name, value in REQUIRED_SETTINGS.items()
        if getattr(settings, name, None) != value
    ]


@register("hongfan")
def write_api_is_not_installed(**kwargs: Any) -> list[CheckMessage]:
    if "wagtail.api.v3" not in settings.INSTALLED_APPS:
        return []
    return [Error("wagtail.api.v3 publishes by token; leave it out.", id="approvals.E003")]
