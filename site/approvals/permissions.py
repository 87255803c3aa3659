"""What the interface offers. The gates enforce; this only keeps false promises off the screen."""

from typing import Any

from wagtail.models import PagePermissionTester


class ReviewedPageTester(PagePermissionTester):
    """Nobody publishes by pressing a button: the last reviewer's approval does.

    Withdrawing, moving and deleting keep Wagtail's own right to publish, which the chief editor
    holds.
    """

    @property
    def holds_publishing_right(self) -> bool:
        """Wagtail's right: to withdraw, to move what is live, to answer for an import."""
        if not self.user.is_active:
            return False
        return bool(self.user.is_superuser or "publish" in self.permissions)

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        """Also while a new version is being reviewed: what is wrong must come down at once."""
        return bool(self.page.live) and not self.page_is_root and self.holds_publishing_right

    def can_unschedule(self) -> bool:
        return not self.page_is_root and self.holds_publishing_right

    def can_set_view_restrictions(self) -> bool:
        return not self.page_is_root and self.holds_publishing_right


def holds_publishing_right(user: Any, page: Any) -> bool:
    tester = page.permissions_for_user(user)
    return bool(getattr(tester, "holds_publishing_right", tester.can_publish()))
