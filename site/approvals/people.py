"""Who does something, and who may decide."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone

from wagtail.log_actions import get_active_log_context

from approvals.models.absence import Absence
from approvals.models.entry import Entry, EntryKind
from approvals.models.manuscript import Manuscript
from approvals.models.stage import ReviewStage


def acting_person(user: Any = None) -> Any:
    """``user``, or who is logged in; None where neither is known."""
    person = user or get_active_log_context().user
    return person if person is not None and person.pk else None


def name_of(person: Any) -> str:
    return str(person) if person is not None else ""


def holders(stage: str) -> QuerySet:
    """The people of the stage's groups, active ones. Being a superuser makes nobody a reviewer."""
    users = get_user_model()._default_manager.filter(is_active=True)
    members = users.filter(groups__reviewtask__stage=stage)
    standing_in = Absence.objects.in_force().filter(person__in=members)
    return users.filter(
        Q(pk__in=members.values("pk")) | Q(pk__in=standing_in.values("stand_in"))
    ).order_by("pk")


def holds(person: Any, stage: str) -> bool:
    return bool(person.pk) and holders(stage).filter(pk=person.pk).exists()


def stands_in_for(person: Any, stage: str) -> list[str]:
    """By whose absence ``person`` holds the stage today; nobody's, where it is their own."""
    if person.groups.filter(reviewtask__stage=stage).exists():
        return []
    away = Absence.objects.in_force().filter(
        stand_in=person, person__groups__reviewtask__stage=stage
    )
    return sorted({str(absence.person) for absence in away.select_related("person")})


def stages_held(person: Any) -> list[str]:
    """The stages in which ``person`` may decide today."""
    return [stage for stage in ReviewStage.values if holds(person, stage)]


def claimant(manuscript: Manuscript) -> Any:
    """Who has claimed the manuscript, while the claim holds; else None."""
    until = manuscript.claimed_until
    if manuscript.claimed_by_id is None or until is None or until <= timezone.now():
        return None
    people = get_user_model()._default_manager
    return people.filter(pk=manuscript.claimed_by_id, is_active=True).first()


def authors(manuscript: Manuscript) -> dict[int | None, str]:
    """Who contributed to the content since it was last published: id and name.

    None stands for somebody unknown (a script, a translation).
    """
    written = _cycle(manuscript).filter(kind=EntryKind.CONTRIBUTION)
    return dict(written.values_list("person_id", "person_name"))


def reviewed_digest(manuscript: Manuscript) -> str:
    """What was public last and had been looked at by others; empty before the first time."""
    last = _last_reviewed(manuscript)
    return last.digest if last is not None else ""


def _last_reviewed(manuscript: Manuscript) -> Entry | None:
    # As ``justification.ends_cycle`` has it: after an emergency all have yet to be reviewed.
    published = Entry.objects.filter(manuscript=manuscript, kind=EntryKind.PUBLICATION)
    return published.exclude(data__cover=EntryKind.EMERGENCY).order_by("-sequence").first()


def _cycle(manuscript: Manuscript) -> QuerySet[Entry]:
    """All that happened since the manuscript was last published after a review."""
    last = _last_reviewed(manuscript)
    return Entry.objects.filter(
        manuscript=manuscript, sequence__gt=last.sequence if last is not None else 0
    )


def deciders(manuscript: Manuscript) -> dict[int, ReviewStage]:
    """Who has approved what in the present round."""
    rows = Entry.objects.filter(
        manuscript=manuscript, kind=EntryKind.APPROVAL, round=manuscript.round
    ).values_list("person_id", "stage")
    return {person: ReviewStage(stage) for person, stage in rows if person is not None}


def bound_to(manuscript: Manuscript) -> dict[int, ReviewStage]:
    """Who approved or returned in which stage, in whatever round since the last publication.

    They act in that stage again, and in no other: three people, not one in three rounds.
    """
    acts = _cycle(manuscript).filter(kind__in=(EntryKind.APPROVAL, EntryKind.RETURN))
    bound: dict[int, ReviewStage] = {}
    for person, stage in acts.order_by("sequence").values_list("person_id", "stage"):
        if person is not None:
            bound.setdefault(person, ReviewStage(stage))
    return bound


def answerable(manuscript: Manuscript) -> set[int]:
    """Who published it in an emergency since the last review: others review it afterwards."""
    acts = _cycle(manuscript).filter(kind=EntryKind.EMERGENCY)
    return {key for key in acts.values_list("person_id", flat=True) if key is not None}


def missing_stage(
    stages: Iterable[ReviewStage], candidates: dict[ReviewStage, list[int]]
) -> ReviewStage | None:
    """The first stage for which, each person taking one stage, nobody is left; None if all can be.

    Nobody is "left" only if no other distribution helps: people are handed on along augmenting
    paths, as in any matching.
    """
    taken: dict[int, ReviewStage] = {}

    def place(stage: ReviewStage, tried: set[int]) -> bool:
        for person in candidates[stage]:
            if person in tried:
                continue
            tried.add(person)
            if person not in taken or place(taken[person], tried):
                taken[person] = stage
                return True
        return False

    for stage in stages:
        if not place(stage, set()):
            return stage
    return None
