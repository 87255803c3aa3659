"""Manuscripts on their way through the three stages, each step by a person who may take it."""

from datetime import timedelta
from itertools import cycle

from django.utils import timezone

from wagtail.log_actions import log
from wagtail.models import Page

from accounts.models import User
from approvals import checklist, decisions
from approvals.models import Manuscript, ReviewStage, stages_of
from approvals.services import submit

# Who sits at which stage in the demo.
REVIEWERS = {
    ReviewStage.FIRST: "chushen",
    ReviewStage.SECOND: "fushen",
    ReviewStage.FINAL: "zhongshen",
    ReviewStage.SINGLE: "zhongshen",
}
REMARKS = {
    ReviewStage.FIRST: cycle(
        ["人名、地名已与支部名册核对。", "事实清楚，图文相符。", "数字已与原始记录核对。"]
    ),
    ReviewStage.SECOND: cycle(["标题准确，导语可再用。", "引文出处已核对。", "结构清楚，同意。"]),
    ReviewStage.FINAL: cycle(["同意发布。", "已通读，同意发布。"]),
    ReviewStage.SINGLE: cycle(["同意。"]),
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
        submit(page, author)

    def approve_until(self, page: Page, waiting: ReviewStage | None) -> None:
        """Approve stage by stage up to the one that shall wait; None: all, so it is published."""
        for stage in stages_of(type(page)):
            if stage == waiting:
                return
            decisions.approve(
                page,
                self.people[REVIEWERS[stage]],
                ticket=self._ticket(page),
                ticks=[item.pk for item in checklist.items()],
                text=next(REMARKS[stage]),
            )

    def send_back(self, page: Page, reason: str) -> None:
        """The stage whose turn it is returns the manuscript."""
        decisions.send_back(
            page, self.people[REVIEWERS[ReviewStage.FIRST]], ticket=self._ticket(page), text=reason
        )

    def publish(self, page: Page, author: User) -> None:
        """Submission and three approvals; the page object is stale afterwards."""
        self.submit(page, author)
        self.approve_until(page, None)

    def schedule(self, page: Page, author: User, days: int) -> None:
        """Publication in ``days`` days, approved today."""
        page.go_live_at = timezone.now() + timedelta(days=days)
        self.revise(page, author)
        self.publish(page, author)

    @staticmethod
    def _ticket(page: Page) -> str:
        return decisions.ticket_of(Manuscript.objects.get(page_id=page.pk))
