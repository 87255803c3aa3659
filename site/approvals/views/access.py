"""Who may open what of the review."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from wagtail.models import Page

from approvals.models import Entry, EntryKind, Manuscript
from approvals.people import stages_held


def sees_all_records(person: Any) -> bool:
    return bool(person.has_perm("approvals.view_record"))


def runs_the_site(person: Any) -> bool:
    """Who answers for the record, and who keeps the site running."""
    return sees_all_records(person) or bool(person.has_perm("core.change_sitesettings"))


def page_and_manuscript(request: HttpRequest, page_id: int) -> tuple[Page, Manuscript]:
    """For reviewers, its authors, who may edit it and who sees all records; else refused."""
    page = get_object_or_404(Page, pk=page_id).specific
    manuscript = get_object_or_404(Manuscript, page_id=page_id)
    if not may_read(request.user, page, manuscript):
        raise PermissionDenied
    return page, manuscript


def may_read(person: Any, page: Page, manuscript: Manuscript) -> bool:
    return (
        sees_all_records(person)
        or bool(stages_held(person))
        or page.permissions_for_user(person).can_edit()
        or _has_written(person, manuscript)
    )


def may_answer(person: Any, manuscript: Manuscript) -> bool:
    """Who wrote it or sent it answers for it; an answer of anybody else's would not be theirs."""
    return manuscript.submitted_by_id == person.pk or _has_written(person, manuscript)


def _has_written(person: Any, manuscript: Manuscript) -> bool:
    return Entry.objects.filter(
        manuscript=manuscript, kind=EntryKind.CONTRIBUTION, person_id=person.pk
    ).exists()
