"""What waits for whom."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from approvals.models import Entry, EntryKind, Manuscript, ManuscriptState
from approvals.models.absence import Absence
from approvals.models.stage import ReviewStage


def stages_of_person(person: Any) -> list[str]:
    """The stages that ``person`` holds today, in one query; as ``people.holders`` has it."""
    found = set(_stages(person))
    return [stage for stage in ReviewStage.values if stage in found]


def _stages(person: Any) -> QuerySet:
    people = Absence.objects.in_force().filter(stand_in=person).values("person")
    users = get_user_model()._default_manager.filter(Q(pk=person.pk) | Q(pk__in=people))
    return users.values_list("groups__reviewtask__stage", flat=True)


def waiting_for(person: Any) -> QuerySet[Manuscript]:
    """Manuscripts that ``person`` may decide on now; what is due first stands first."""
    entries = Entry.objects.filter(manuscript=OuterRef("pk"))
    published = (
        entries.filter(kind=EntryKind.PUBLICATION)
        .exclude(data__cover=EntryKind.EMERGENCY)
        .order_by("-sequence")
        .values("sequence")[:1]
    )
    mine = entries.filter(person_id=person.pk, sequence__gt=Coalesce(Subquery(published), 0))
    # As ``people.bound_to`` has it: in an earlier round too, another stage rules this one out.
    against = mine.filter(
        Q(kind__in=(EntryKind.CONTRIBUTION, EntryKind.EMERGENCY))
        | (
            Q(kind__in=(EntryKind.APPROVAL, EntryKind.RETURN))
            & ~Q(stage=OuterRef("stage"), round__lt=OuterRef("round"))
        )
    )
    return (
        Manuscript.objects.filter(state=ManuscriptState.IN_REVIEW, stage__in=_stages(person))
        .exclude(Exists(against))
        .order_by(F("due_at").asc(nulls_last=True), "pk")
    )


def next_for(person: Any, after: Manuscript | None = None) -> Manuscript | None:
    """The first one that nobody else has claimed."""
    now = timezone.now()
    free = waiting_for(person).exclude(
        ~Q(claimed_by_id=person.pk), claimed_by_id__isnull=False, claimed_until__gt=now
    )
    return (free.exclude(pk=after.pk) if after else free).first()


def own_manuscripts(person: Any) -> QuerySet[Manuscript]:
    """What ``person`` has on the way: in review, returned, waiting for its date."""
    written = Entry.objects.filter(
        manuscript=OuterRef("pk"), kind=EntryKind.CONTRIBUTION, person_id=person.pk
    )
    # What waits for the author comes first.
    states = (
        ManuscriptState.RETURNED,
        ManuscriptState.UNPLANNED,
        ManuscriptState.IN_REVIEW,
        ManuscriptState.APPROVED,
    )
    rank = Case(*(When(state=state, then=place) for place, state in enumerate(states)))
    return (
        Manuscript.objects.filter(state__in=states)
        .filter(Q(Exists(written)) | Q(submitted_by_id=person.pk))
        .order_by(rank, "-pk")
    )


def owed_reviews() -> QuerySet[Manuscript]:
    """Published in an emergency and not reviewed since."""
    entries = Entry.objects.filter(manuscript=OuterRef("pk")).order_by("-sequence")
    emergency = entries.filter(kind=EntryKind.EMERGENCY, digest=OuterRef("live_digest"))
    final = entries.filter(
        kind=EntryKind.APPROVAL, stage__in=[ReviewStage.FINAL, ReviewStage.SINGLE]
    )
    return (
        Manuscript.objects.exclude(live_digest="")
        .annotate(
            emergency=Subquery(emergency.values("sequence")[:1]),
            reviewed=Coalesce(Subquery(final.values("sequence")[:1]), 0),
        )
        .filter(emergency__gt=F("reviewed"))
    )
