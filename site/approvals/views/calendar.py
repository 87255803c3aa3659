"""What is going to be published and taken down, month by month."""

import datetime
from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from wagtail.models import Page, Revision

from core.models import Heartbeat
from core.worker import HEARTBEAT

SILENCE = datetime.timedelta(minutes=10)
Moment = datetime.datetime


def calendar(request: HttpRequest) -> HttpResponse:
    """The month asked for (``?m=2026-12``), else this one; and what should have happened by now."""
    first = _month(request.GET.get("m", ""))
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    events = defaultdict(list)
    for event in _events(_start(weeks[0][0]), _start(weeks[-1][-1] + datetime.timedelta(days=1))):
        events[timezone.localdate(event["at"])].append(event)
    days = [
        [{"date": day, "is_other": day.month != first.month, "events": events[day]} for day in week]
        for week in weeks
    ]
    now = timezone.now()
    context = {
        "first": first,
        "before": (first - datetime.timedelta(days=1)).strftime("%Y-%m"),
        "after": (first + datetime.timedelta(days=31)).strftime("%Y-%m"),
        "weeks": days,
        "is_empty": not any(
            timezone.localdate(event["at"]).replace(day=1) == first
            for events_of_day in events.values()
            for event in events_of_day
        ),
        "today": timezone.localdate(),
        "late": list(_publications(None, now)),
        "next": next(iter(sorted(_events(now, None), key=lambda event: event["at"])), None),
        "is_worker_silent": is_worker_silent(),
        "now": now,
    }
    return TemplateResponse(request, "wagtailadmin/approvals/calendar.html", context)


def is_worker_silent() -> bool:
    """Nobody publishes what is due: the worker has given no sign of life for ten minutes."""
    last = Heartbeat.objects.filter(name=HEARTBEAT).values_list("at", flat=True).first()
    return last is None or timezone.now() - last > SILENCE


def _month(text: str) -> datetime.date:
    """Its first day."""
    try:
        found = parse_date(f"{text}-01")
    except ValueError:
        found = None
    # A week before the first of months and after the last one could not be counted.
    if found is None or not 2000 <= found.year <= 2100:
        found = timezone.localdate().replace(day=1)
    return found


def _start(day: datetime.date) -> Moment:
    return timezone.make_aware(Moment.combine(day, datetime.time.min))


def _events(start: Moment | None, end: Moment | None) -> list[dict[str, Any]]:
    found = [*_publications(start, end), *_expiries(start, end)]
    return sorted(found, key=lambda event: event["at"])


def _between(field: str, start: Moment | None, end: Moment | None) -> dict[str, Any]:
    bounds = {f"{field}__isnull": False, f"{field}__gte": start, f"{field}__lt": end}
    return {name: value for name, value in bounds.items() if value is not None}


def _publications(start: Moment | None, end: Moment | None) -> list[dict[str, Any]]:
    rows = Revision.page_revisions.filter(**_between("approved_go_live_at", start, end))
    return [
        {
            "at": row.approved_go_live_at,
            "kind": "publish",
            "title": row.object_str,
            "page_id": row.object_id,
        }
        for row in rows.defer("content").order_by("approved_go_live_at")
    ]


def _planned_expiries() -> Iterator[dict[str, Any]]:
    """Of what is not out yet; a live page's own date stands in its row."""
    rows = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    for row in rows:
        at = parse_datetime(row.content.get("expire_at") or "")
        if at is not None and not row.content.get("live"):
            yield {"at": at, "kind": "expire", "title": row.object_str, "page_id": row.object_id}


def _expiries(start: Moment | None, end: Moment | None) -> list[dict[str, Any]]:
    rows = Page.objects.filter(live=True, **_between("expire_at", start, end))
    planned = [
        event
        for event in _planned_expiries()
        if (start is None or event["at"] >= start) and (end is None or event["at"] < end)
    ]
    return planned + [
        {"at": row.expire_at, "kind": "expire", "title": row.title, "page_id": row.pk}
        for row in rows.order_by("expire_at")
    ]
