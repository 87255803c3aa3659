"""Counting in working hours."""

import datetime

from django.utils import timezone

from approvals.models.calendar import DayOff, ReviewTimes

# A calendar without a single working day ends here instead of never.
HORIZON_DAYS = 400
Moment = datetime.datetime


def due_after(start: Moment, stage: str) -> Moment:
    """When a manuscript that arrives at ``start`` is due in ``stage``."""
    times = ReviewTimes.load()
    return add_hours(start, getattr(times, f"{stage}_hours"), times)


def add_hours(start: Moment, hours: float, times: ReviewTimes) -> Moment:
    """``start`` plus working hours; counted from the next opening where the office is closed."""
    left = datetime.timedelta(hours=hours)
    local = timezone.localtime(start)
    first = local.date()
    days = DayOff.objects.filter(
        date__gte=first, date__lte=first + datetime.timedelta(days=HORIZON_DAYS)
    )
    exceptions = dict(days.values_list("date", "is_working"))
    for offset in range(HORIZON_DAYS):
        day = first + datetime.timedelta(days=offset)
        if not exceptions.get(day, day.weekday() < 5):
            continue
        opens = _at(day, times.opens)
        closes = _at(day, times.closes)
        begin = max(local, opens)
        if begin >= closes:
            continue
        if begin + left <= closes:
            return begin + left
        left -= closes - begin
    return local + datetime.timedelta(days=HORIZON_DAYS)


def _at(day: datetime.date, time: datetime.time) -> Moment:
    return timezone.make_aware(datetime.datetime.combine(day, time))
