"""What a manuscript's row says against what its record says.

The row is a shortcut for lists and locks. Here the record is read from the beginning and each
column that anybody could have set by hand is compared with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from wagtail.models import Page

from approvals.models import Entry, EntryKind, Manuscript, ManuscriptState


@dataclass
class Story:
    """What the entries amount to. ``open`` is the submission under review, if there is one."""

    round: int = 0
    open: Entry | None = None
    approved: set[str] = field(default_factory=set)
    returned: bool = False
    live_digest: str = ""
    was_withdrawn: bool = False
    is_deleted: bool = False
    identity: dict[str, str] = field(default_factory=dict)

    @property
    def stage(self) -> str:
        """The stage whose turn it is."""
        stages = self.open.data.get("stages", []) if self.open is not None else []
        return next((stage for stage in stages if stage not in self.approved), "")

    def tell(self, entry: Entry) -> None:
        if entry.kind == EntryKind.SUBMISSION:
            self.round, self.open, self.approved = self.round + 1, entry, set()
            self.returned = False
        elif entry.kind == EntryKind.APPROVAL:
            self.approved.add(entry.stage)
            if self.open is not None and not self.stage:
                self.open = None
        elif entry.kind == EntryKind.RETURN:
            self.open, self.returned = None, True
        elif entry.kind == EntryKind.RECALL:
            self.open, self.returned = None, False
        elif entry.kind == EntryKind.PUBLICATION:
            self.live_digest = entry.digest
        elif entry.kind in (EntryKind.WITHDRAWAL, EntryKind.EXPIRY):
            self.live_digest, self.was_withdrawn = "", True
        elif entry.kind == EntryKind.DELETION:
            self.live_digest, self.open, self.is_deleted = "", None, True
        for name in ("title", "number"):
            if name in entry.data:
                self.identity[name] = entry.data[name]


def misfits(manuscript: Manuscript) -> Iterator[str]:
    """One line for each column that does not fit the record."""
    story = Story()
    for entry in manuscript.entries.order_by("sequence").iterator():
        story.tell(entry)
    if manuscript.round != story.round:
        yield f"round is {manuscript.round}, submitted {story.round} times"
    if manuscript.live_digest != story.live_digest:
        yield "live_digest is not what was published last"
    yield from _standing(manuscript, story)
    yield from _identity(manuscript, story)


def _standing(manuscript: Manuscript, story: Story) -> Iterator[str]:
    states = ManuscriptState
    possible = {
        states.DRAFT: not story.live_digest,
        states.IN_REVIEW: True,
        states.RETURNED: story.returned,
        states.APPROVED: bool(manuscript.approved_digest),
        states.UNPLANNED: bool(manuscript.approved_digest),
        states.PUBLISHED: bool(story.live_digest),
        states.WITHDRAWN: story.was_withdrawn and not story.live_digest,
        states.DELETED: True,
    }
    fits = (
        manuscript.is_in_review == (story.open is not None)
        and (manuscript.state == states.DELETED) == story.is_deleted
        and possible.get(ManuscriptState(manuscript.state), False)
    )
    if not fits:
        yield f"state {manuscript.state} is not where the record leaves it"
    if story.is_deleted:
        return
    if manuscript.stage != story.stage:
        yield f"stage is {manuscript.stage or 'none'}, by the record {story.stage or 'none'}"
    if manuscript.review_digest != (story.open.digest if story.open is not None else ""):
        yield "review_digest is not what was submitted"


def _identity(manuscript: Manuscript, story: Story) -> Iterator[str]:
    """Of a draft that was renamed since the page itself is the witness."""
    page = Page.objects.filter(pk=manuscript.page_id).first()
    titles = {story.identity.get("title", manuscript.title)}
    if page is not None:
        titles = {page.title[:255], page.draft_title[:255]}
    if manuscript.title not in titles:
        yield "title is neither the page's nor the record's"
    if story.identity.get("number", manuscript.number) != manuscript.number:
        yield "number is not what the record says"
