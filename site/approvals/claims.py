"""Taking a manuscript on, so that two don't read it at once. A claim lapses by itself."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail.models import Page

from approvals.decisions import objection
from approvals.exceptions import Refusal
from approvals.models.calendar import ReviewTimes
from approvals.models.manuscript import Manuscript
from approvals.people import claimant


@transaction.atomic
def claim(page: Page, person: Any) -> None:
    """Raises ``Refusal`` where somebody else has it, or ``person`` could not decide on it."""
    manuscript = Manuscript.objects.lock(page)
    if not manuscript.is_in_review:
        raise Refusal(_("这篇稿件不在审稿中。"), code="not_in_review", page_id=page.pk)
    reason = objection(manuscript, person)
    if reason:
        raise Refusal(reason, code="separation", page_id=page.pk)
    holder = claimant(manuscript)
    if holder is not None and holder.pk != person.pk:
        raise Refusal(_("%(name)s已认领这篇稿件。") % {"name": holder}, page_id=page.pk)
    manuscript.claimed_by_id = person.pk
    manuscript.claimed_until = timezone.now() + timedelta(minutes=ReviewTimes.load().claim_minutes)
    manuscript.save()


@transaction.atomic
def release(page: Page, person: Any) -> None:
    manuscript = Manuscript.objects.lock(page)
    if manuscript.claimed_by_id == person.pk:
        manuscript.claimed_by_id = manuscript.claimed_until = None
        manuscript.save()
