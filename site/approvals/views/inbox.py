"""The inbox: on the admin's first page, and whole at its own address."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, OuterRef, QuerySet, Subquery, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from wagtail.admin.ui.components import Component

from approvals.inbox import own_manuscripts, stages_of_person, waiting_for
from approvals.models import Manuscript, NoticeKind
from approvals.models.stage import ReviewStage
from approvals.notices import recent

PER_PAGE = 25
ON_FIRST_PAGE = 8
FEW = 3
NEWS = (NoticeKind.RETURNED, NoticeKind.PUBLISHED, NoticeKind.UNPLANNED, NoticeKind.OWED)


def inbox(request: HttpRequest) -> HttpResponse:
    """One question for rows, their number and who has claimed them."""
    number = _number(request.GET.get("p", ""))
    start = (number - 1) * PER_PAGE
    found = list(_rows(request.user).annotate(total=Window(Count("pk")))[start : start + PER_PAGE])
    if not found and number > 1:
        return redirect("approvals_inbox")
    total = found[0].total if found else 0
    context = {
        "rows": _judged(found, request.user),
        "total": total,
        "number": number,
        "pages": -(-total // PER_PAGE),
        "own": list(own_manuscripts(request.user)[:PER_PAGE]),
        "notices": list(recent(request.user)[:PER_PAGE]),
    }
    return TemplateResponse(request, "wagtailadmin/approvals/inbox.html", context)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and 0 < len(text) < 6 and int(text) else 1


def _rows(person: Any) -> QuerySet[Manuscript]:
    claimant = get_user_model()._default_manager.filter(pk=OuterRef("claimed_by_id"))
    return waiting_for(person).annotate(
        claimant_name=Subquery(claimant.values("display_name")[:1]),
        claimant_login=Subquery(claimant.values("username")[:1]),
    )


def _judged(rows: list[Any], person: Any) -> list[Any]:
    """With ``holder`` (the name of who has claimed it), ``is_mine`` and ``is_overdue``."""
    now = timezone.now()
    for row in rows:
        holds = row.claimed_until is not None and row.claimed_until > now
        row.holder = (row.claimant_name or row.claimant_login or "") if holds else ""
        row.is_mine = holds and row.claimed_by_id == person.pk
        row.is_overdue = row.due_at is not None and row.due_at < now
    return rows


class InboxPanel(Component):
    """First on the admin's first page."""

    name = "review_inbox"
    template_name = "wagtailadmin/approvals/inbox_panel.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        stages = stages_of_person(request.user)
        first = list(_rows(request.user)[: ON_FIRST_PAGE + 1]) if stages else []
        return {
            "request": request,
            "is_reviewer": bool(stages),
            "rows": _judged(first[:ON_FIRST_PAGE], request.user),
            "has_more": len(first) > ON_FIRST_PAGE,
            "own": list(own_manuscripts(request.user)[:ON_FIRST_PAGE]),
            # What waits stands above already.
            "news": list(recent(request.user).filter(kind__in=NEWS)[:FEW]),
            "stages": [ReviewStage(stage).label for stage in stages],
            "csrf_token": parent_context.get("csrf_token"),
        }
