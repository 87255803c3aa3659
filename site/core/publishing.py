"""The slot for the rule that decides what may be published.

``core`` knows no such rule; ``approvals`` puts one in when it is ready. Until then nothing is
refused, which is what the tests of other rooms and one-off scripts without that app see.
"""

from enum import StrEnum
from typing import Any

from wagtail.models import Page, PagePermissionTester, Revision, Workflow


class ContentKind(StrEnum):
    """What a page type holds; each type says so in ``content_kind`` and is reviewed by it."""

    # A text of its own: three reviews by three people.
    MANUSCRIPT = "manuscript"
    # Other pages, put together: one review by somebody else.
    COMPOSITION = "composition"


class PublishingRule:
    """What a rule is asked. This one allows everything."""

    def before_child_rows(self, page: Page, relations: set[str]) -> None:
        """Only the page's child rows are to be saved, which sends no signal of the page's own."""

    def before_revision(self, page: Page, overwritten: Revision | None) -> None:
        """Raise where the page's content may not change now. Called inside a transaction."""

    def after_revision(self, page: Page, revision: Revision, reverted_to: Revision | None) -> None:
        """The page's draft is now ``revision``, perhaps an old one taken up again."""

    def workflow_for(self, page: Page, inherited: Workflow | None) -> Workflow | None:
        """The workflow that the page takes when it is submitted."""
        return inherited

    def permissions_for(self, user: Any, page: Page) -> PagePermissionTester:
        """What the interface offers; not what enforces the rule."""
        return PagePermissionTester(user, page)


_rule = PublishingRule()


def use(rule: PublishingRule) -> None:
    """Fill the slot."""
    global _rule
    _rule = rule


def rule() -> PublishingRule:
    return _rule
