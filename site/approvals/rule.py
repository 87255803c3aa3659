"""What fills ``core.publishing``'s slot."""

from typing import Any

from wagtail.models import Page, PagePermissionTester, Revision, Workflow

from approvals.contributions import note_revision
from approvals.gates import check_draft, judge_page
from approvals.models import stages_of
from approvals.permissions import ReviewedPageTester
from core.publishing import PublishingRule


class ReviewRule(PublishingRule):
    """三审三校."""

    def before_child_rows(self, page: Page, relations: set[str]) -> None:
        judge_page(type(page), page, relations)

    def before_revision(self, page: Page, overwritten: Revision | None) -> None:
        check_draft(page, overwritten)

    def after_revision(self, page: Page, revision: Revision, reverted_to: Revision | None) -> None:
        note_revision(page, revision, reverted_to)

    def workflow_for(self, page: Page, inherited: Workflow | None) -> Workflow | None:
        """By the page's type; where in the tree no workflow holds, none does."""
        if inherited is None:
            return None
        first = stages_of(page.specific_class)[0]
        return Workflow.objects.filter(
            active=True, workflow_tasks__task__reviewtask__stage=first
        ).first()

    def permissions_for(self, user: Any, page: Page) -> PagePermissionTester:
        return ReviewedPageTester(user, page)
