"""What is going to be published and taken down, day by day."""

import datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from wagtail.models import Page, Revision

from core.models import Heartbeat
from core.worker import HEARTBEAT

SILENCE = datetime.timedelta(minutes=10)
SHOWN = 300


def calendar(request: HttpRequest) -> HttpResponse:
    events = sorted([*_publications(), *_expiries()], key=lambda event: event["at"])
    days = [
        (day, list(found))
        for day, found in groupby(events, key=lambda event: timezone.localdate(event["at"]))
    ]
    context = {"days": days, "is_worker_silent": is_worker_silent(), "now": timezone.now()}
    return TemplateResponse(request, "wagtailadmin/approvals/calendar.html", context)


def is_worker_silent() -> bool:
    """Nobody publishes what is due: the worker has given no sign of life for ten minutes."""
    last = Heartbeat.objects.filter(name=HEARTBEAT).values_list("at", flat=True).first()
    return last is None or timezone.now() - last > SILENCE


def _publications() -> list[dict[str, Any]]:
    due = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    rows = due.order_by("approved_go_live_at")[:SHOWN]
    return [
        {
            "at": row.approved_go_live_at,
            "kind": "publish",
            "title": row.object_str,
            "page_id": row.object_id,
        }
        for row in rows
    ]


def _expiries() -> list[dict[str, Any]]:
    rows = Page.objects.filter(live=True, expire_at__isnull=False).order_by("expire_at")[:SHOWN]
    return [
        {"at": row.expire_at, "kind": "expire", "title": row.title, "page_id": row.pk}
        for row in rows
    ]
