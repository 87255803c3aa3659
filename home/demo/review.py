"""Manuscripts on their way through the three stages, each step by a person who may take it."""

from datetime import timedelta
from itertools import cycle

from django.utils import timezone

from wagtail.log_actions import log
from wagtail.models import Page

from accounts.models import User
from approvals.models import ReviewStage

# Who sits at which stage in the demo.
REVIEWERS = {
    ReviewStage.FIRST: "chushen",
    ReviewStage.SECOND: "fushen",
    ReviewStage.FINAL: "zhongshen",
}
REMARKS = {
    ReviewStage.FIRST: cycle(
        ["人名、地名已与支部名册核对。", "事实清楚，图文相符。", "数字已与原始记录核对。"]
    ),
    ReviewStage.SECOND: cycle(["标题准确，导语可再用。", "引文出处已核对。", "结构清楚，同意。"]),
    ReviewStage.FINAL: cycle(["同意发布。", "已通读，同意发布。"]),
}


class Desk:
    """Drafts, submits and decides in the name of the demo's people."""

    def __init__(self, people: dict[str, User]) -> None:
        self.people = people

    def draft(self, page: Page, parent: Page, author: User) -> None:
        """A new page as the editor makes it: not live, with one revision of its author."""
        page.owner, page.live = author, False
        parent.add_child(instance=page)
        log(instance=page, action="wagtail.create", user=author, content_changed=True)
        page.save_revision(user=author)

    def revise(self, page: Page, author: User) -> None:
        """A further revision of what stands already."""
        page.save_revision(user=author)

    def submit(self, page: Page, author: User) -> None:
        page.get_workflow().start(page, author)

    def approve_until(self, page: Page, waiting: ReviewStage | None) -> None:
        """Approve stage by stage up to the one that shall wait; None: all, so it is published."""
        for stage, username in REVIEWERS.items():
            if stage == waiting:
                return
            self._decide(page, username, "approve", next(REMARKS[stage]))

    def send_back(self, page: Page, reason: str) -> None:
        """The stage whose turn it is returns the manuscript."""
        self._decide(page, REVIEWERS[ReviewStage.FIRST], "reject", reason)

    def publish(self, page: Page, author: User) -> None:
        """Submission and three approvals; the page object is stale afterwards."""
        self.submit(page, author)
        self.approve_until(page, None)

    def schedule(self, page: Page, author: User, days: int) -> None:
        """Publication in ``days`` days, approved today."""
        page.go_live_at = timezone.now() + timedelta(days=days)
        self.revise(page, author)
        self.publish(page, author)

    def _decide(self, page: Page, username: str, action: str, comment: str) -> None:
        # Read again: each decision moves the manuscript on, and the objects remember where it was.
        state = type(page).objects.get(pk=page.pk).current_workflow_state.current_task_state
        state.task.specific.on_action(state, self.people[username], action, comment=comment)
