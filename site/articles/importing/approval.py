"""Approval of what has been published elsewhere before.

The one place that lets imported articles go live. Without an approval an import makes drafts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from wagtail.models import Page, PageLogEntry

from approvals.importing import import_approved
from approvals.permissions import holds_publishing_right

ACTION = "articles.approve_import"


@dataclass(frozen=True)
class ImportApproval:
    """Who answers for publishing without review, and why."""

    user: Any
    reason: str

    def may_publish_below(self, section: Page) -> bool:
        """Whether the person holds the publishing right there."""
        return holds_publishing_right(self.user, section)


def approve_import(pages: Sequence[Page], approval: ImportApproval) -> None:
    """Record that these pages may be live as they are imported.

    Called in the transaction that publishes them, before their rows become live; the pages have
    their keys and child rows already.
    """
    import_approved(pages, approval.user, approval.reason)
    now = timezone.now()
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=page.pk,
            content_type_id=page.content_type_id,
            label=page.title,
            action=ACTION,
            user_id=approval.user.pk,
            timestamp=now,
            data={"reason": approval.reason},
        )
        for page in pages
    )
