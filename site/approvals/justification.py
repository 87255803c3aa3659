"""Whether the record allows a content to be public. Reads entries only, trusts no shortcut."""

from approvals.models.entry import COVERS, Entry, EntryKind
from approvals.models.manuscript import Manuscript


def cover_of(manuscript: Manuscript, digest: str) -> str:
    """By what ``digest`` may be public: "approval", a kind of ``COVERS``, or nothing ("")."""
    entries = list(Entry.objects.filter(manuscript=manuscript).order_by("sequence"))
    # The newest reason counts.
    for position in range(len(entries) - 1, -1, -1):
        entry = entries[position]
        if entry.digest != digest:
            continue
        if entry.kind == EntryKind.APPROVAL and _is_complete(entries[: position + 1], entry):
            return "approval"
        if entry.kind in COVERS:
            return entry.kind
    return ""


def _is_complete(entries: list[Entry], last: Entry) -> bool:
    """Whether the round of ``last`` is approved by distinct people, none of them an author."""
    submission = None
    approvals: dict[str, int | None] = {}
    for entry in entries:
        if entry.round != last.round:
            continue
        if entry.kind == EntryKind.SUBMISSION:
            submission, approvals = entry, {}
        elif entry.kind in (EntryKind.RETURN, EntryKind.RECALL):
            submission = None
        elif entry.kind == EntryKind.APPROVAL and entry.digest == last.digest:
            approvals[entry.stage] = entry.person_id
    if submission is None or submission.digest != last.digest:
        return False
    if set(approvals) != set(submission.data.get("stages", [])):
        return False
    people = set(approvals.values())
    cycle = _cycle(entries, submission)
    if any(
        entry.person_id in people and approvals.get(entry.stage) != entry.person_id
        for entry in cycle
        if entry.kind in (EntryKind.APPROVAL, EntryKind.RETURN)
    ):
        return False
    return (
        None not in people
        and len(people) == len(approvals)
        and people.isdisjoint(_authors(cycle, submission))
    )


def _cycle(entries: list[Entry], submission: Entry) -> list[Entry]:
    """What happened since the last reviewed publication before ``submission``."""
    ends = [e.sequence for e in entries if e.sequence < submission.sequence and ends_cycle(e)]
    return [entry for entry in entries if entry.sequence > max(ends, default=0)]


def _authors(cycle: list[Entry], submission: Entry) -> set[int | None]:
    """Who contributed before the submission, or has answered for it in an emergency."""
    return {
        entry.person_id
        for entry in cycle
        if entry.kind in (EntryKind.CONTRIBUTION, EntryKind.EMERGENCY)
        and entry.sequence < submission.sequence
    }


def ends_cycle(entry: Entry) -> bool:
    """A publication that nobody has looked at twice does not make its authors strangers to it,
    and leaves its reviewers in their stages."""
    return entry.kind == EntryKind.PUBLICATION and entry.data.get("cover") != EntryKind.EMERGENCY
