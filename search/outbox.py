"""Writing down what changed, and reading it in the order in which it became true."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, F, Max, Min, Q
from django.utils import timezone

from search.models import Change, Numbering
from search.prepared import Prepared

PAGE = "page"
DOCUMENT = "document"
BATCH = 1000
# Long enough for a host that was away over a holiday; one that was away longer builds anew.
KEEP = timedelta(days=14)


def page_key(pk: int) -> str:
    return f"{PAGE}:{pk}"


def document_key(pk: int | str) -> str:
    return f"{DOCUMENT}:{pk}"


def object_key(instance: models.Model) -> str:
    return f"{instance._meta.label_lower}:{instance.pk}"


def split_key(key: str) -> tuple[str, str]:
    """What kind of thing a key names, and its primary key as text."""
    kind, _colon, pk = key.partition(":")
    return kind, pk


def note(key: str, *, tree: bool = False, closing: bool = False) -> None:
    """Have the engines look at ``key`` again once the running transaction is committed.

    ``tree``: and at every page below. ``closing``: keep it out of answers until they have.
    """
    Change.objects.create(key=key, tree=tree, closing=closing)


def note_all(keys: Iterable[str], *, closing: bool = False) -> None:
    changes = (Change(key=key, closing=closing) for key in keys)
    Change.objects.bulk_create(changes, batch_size=BATCH)


def note_pages(ids: Iterable[int]) -> None:
    """The same for many pages, for writers that go round ``save`` (bulk imports)."""
    note_all(page_key(pk) for pk in ids)


def number_new() -> None:
    """Give the changes committed since the last time their numbers.

    Of several followers one numbers at a time; each sees numbers only after they are committed,
    so who has read up to a number has missed none below it.
    """
    if not Change.objects.filter(number=None).exists():
        return
    with transaction.atomic():
        Numbering.objects.get_or_create(pk=1)
        state = Numbering.objects.select_for_update().get(pk=1)
        waiting = Change.objects.filter(number=None)
        ends = waiting.aggregate(first=Min("id"), last=Max("id"))
        if ends["first"] is None:
            return
        # One that turns up between the two statements is left for the next time, if its id is
        # smaller, or numbered in place.
        shift = state.last + 1 - ends["first"]
        waiting.filter(id__range=(ends["first"], ends["last"])).update(number=F("id") + shift)
        Numbering.objects.filter(pk=1).update(last=ends["last"] + shift)


def last_number() -> int:
    """The number of the last change that has one."""
    state = Numbering.objects.filter(pk=1).values_list("last", flat=True).first()
    return state or 0


def is_out_of_step(position: int) -> bool:
    """Whether only a rebuild leads on from ``position``: changes after it have been removed, or
    there never were so many, because the database is an older one that was restored."""
    lost = Q(forgotten__gt=position) | Q(last__lt=position)
    return Numbering.objects.filter(lost, pk=1).exists()


def changes_after(position: int, limit: int = BATCH) -> list[Change]:
    """The next changes that a follower at ``position`` has to take in."""
    return list(Change.objects.filter(number__gt=position).order_by("number")[:limit])


def waiting_after(position: int) -> int:
    return Change.objects.filter(Q(number__gt=position) | Q(number=None)).count()


def oldest_waiting(position: int) -> timedelta:
    """For how long the oldest change that ``position`` has not reached has been waiting."""
    waiting = Change.objects.filter(Q(number__gt=position) | Q(number=None))
    at = waiting.aggregate(at=Min("at"))["at"]
    return max(timezone.now() - at, timedelta()) if at else timedelta()


@dataclass(frozen=True, slots=True)
class Closing:
    """What an engine at some position must keep back: it may be closed since."""

    keys: tuple[str, ...] = ()
    under: tuple[int, ...] = ()


# More can't be named in a question: an engine so far behind is not asked (``search.door``).
MOST_CLOSING = 5000


_POSITION = 8_070_605_040_302_010


def _closing_rows() -> Any:
    # Of an index that is ahead of the database nobody knows what it has taken in.
    ahead = Exists(Numbering.objects.filter(pk=1, last__lt=_POSITION))
    waiting = Q(number__gt=_POSITION) | Q(number=None) | ahead
    rows = Change.objects.filter(waiting, closing=True).order_by()
    return rows.values_list("key", "tree").distinct()[: MOST_CLOSING + 1]


_PREPARED = Prepared(_closing_rows, holes={"position": _POSITION})


def closing_after(position: int) -> Closing | None:
    """What may have closed since ``position``; ``None`` where it is too much to name."""
    found = _PREPARED.rows(position=position)
    if len(found) > MOST_CLOSING:
        return None
    under = tuple(int(split_key(key)[1]) for key, tree in found if tree)
    return Closing(keys=tuple({key for key, _tree in found}), under=under)


def forget_old() -> int:
    """Remove changes that every follower has had time for; gives their number."""
    old = Change.objects.filter(at__lt=timezone.now() - KEEP, number__isnull=False)
    last = old.aggregate(last=Max("number"))["last"]
    if last is None:
        return 0
    with transaction.atomic():
        Numbering.objects.filter(pk=1).update(forgotten=last)
        return Change.objects.filter(number__lte=last).delete()[0]
