"""Scheduled publication and expiry, each item for itself.

Wagtail's own ``publish_scheduled`` stops at the first refusal, and what comes later stays
unpublished. Here every item has its own transaction; a refusal is reported and the rest goes on.
Of two workers that meet at an item one skips it: the row is locked and read again.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone

from wagtail.models import DraftStateMixin, Page, Revision

logger = logging.getLogger(__name__)


@dataclass
class Report:
    """What was done, by label; ``refused`` holds the reason, in the words of who refused."""

    published: list[str] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def publish_and_expire() -> Report:
    """Take down what has expired, then publish the revisions whose time has come."""
    report = Report()
    for model, pk in list(_expired()):
        _attempt(report, report.expired, f"{model._meta.label} {pk}", _expire, model, pk)
    due = Revision.objects.filter(approved_go_live_at__lte=timezone.now())
    rows = due.order_by("approved_go_live_at").values_list("pk", "object_str")
    for pk, title in list(rows):
        _attempt(report, report.published, f"revision {pk} ({title})", _publish, pk)
    return report


def _attempt(
    report: Report, done: list[str], label: str, step: Callable[..., bool], *arguments: object
) -> None:
    try:
        with transaction.atomic():
            if step(*arguments):
                done.append(label)
    except (PermissionDenied, ValidationError) as refusal:
        report.refused[label] = "; ".join(getattr(refusal, "messages", None) or [str(refusal)])
    except Exception as error:
        # A fault of one item, perhaps of the house; it must not keep the others waiting.
        logger.exception("Scheduled change of %s failed", label)
        report.refused[label] = f"{type(error).__name__}: {error}"


def _expired() -> Iterator[tuple[type[models.Model], object]]:
    # All page types are rows of Page; snippets with drafts have tables of their own.
    kinds: list[type[models.Model]] = [Page]
    kinds += [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    for model in kinds:
        rows = model._default_manager.filter(live=True, expire_at__lte=timezone.now())
        for pk in rows.order_by("expire_at").values_list("pk", flat=True):
            yield model, pk


def _expire(model: type[models.Model], pk: object) -> bool:
    rows = model._default_manager.select_for_update(skip_locked=True)
    item = rows.filter(pk=pk, live=True, expire_at__lte=timezone.now()).first()
    if item is None:
        return False
    item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")  # type: ignore[attr-defined]
    return True


def _publish(pk: object) -> bool:
    rows = Revision.objects.select_for_update(skip_locked=True)
    revision = rows.filter(pk=pk, approved_go_live_at__lte=timezone.now()).first()
    if revision is None:
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    return True
