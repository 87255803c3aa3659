"""In the admin: what is asked, and what a synonym would change."""

import datetime
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import FloatField, Max, Q, QuerySet, Sum
from django.db.models.functions import Cast, NullIf
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from search import query, synonyms
from search.access import Restrictions, asker_of
from search.door import engine
from search.engines.base import EngineUnavailable, Hit
from search.models import AskedQuestion, MonthOfSearches, SynonymGroup

SHOWN = 100
DAYS = (7, 30, 90)
# What the report can show, and which rows that is.
VIEWS = {
    "asked": (_("搜得最多"), Q()),
    "nothing": (_("没有结果"), Q(last_found=0)),
    "unopened": (_("没人打开"), Q(last_found__gt=0, all_clicks=0)),
}


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Most asked, without result, without click, of the last days."""
    if not request.user.has_perm("search.view_report"):
        raise PermissionDenied
    asked_days = {str(days): days for days in DAYS}
    days = asked_days.get(request.GET.get("days", ""), DAYS[1])
    shown = request.GET.get("show", "")
    shown = shown if shown in VIEWS else "asked"
    first = timezone.localdate() - datetime.timedelta(days=days - 1)
    asked = AskedQuestion.objects.filter(day__gte=first)
    context = {
        "days": days,
        "choices": DAYS,
        "shown": shown,
        "views": [(name, label) for name, (label, _rows) in VIEWS.items()],
        "rows": _rows(asked).filter(VIEWS[shown][1])[:SHOWN],
        "sums": _sums(asked),
        "months": MonthOfSearches.objects.all()[:24],
        "may_teach": request.user.has_perm("search.add_synonymgroup"),
        "may_curate": request.user.has_perm("search.add_curatedresult"),
    }
    return TemplateResponse(request, "wagtailadmin/search/report.html", context)


def _rows(asked: QuerySet[AskedQuestion]) -> Any:
    clicks = Cast(NullIf(Sum("clicks"), 0), FloatField())
    return (
        asked.order_by()
        .values("question")
        .annotate(
            all_asked=Sum("asked"),
            # Of its days the best: a question that found something once is no gap.
            last_found=Max("found"),
            all_clicks=Sum("clicks"),
            rank=Cast(Sum("rank_sum"), FloatField()) / clicks,
        )
        .order_by("-all_asked", "question")
    )


def _sums(asked: QuerySet[AskedQuestion]) -> dict[str, int]:
    return asked.aggregate(
        all_asked=Sum("asked", default=0),
        all_nothing=Sum("asked", filter=Q(found=0), default=0),
        all_clicks=Sum("clicks", default=0),
    )


class TryForm(forms.Form):
    q = forms.CharField(label=_("搜索词"), max_length=query.MAX_TYPED)
    words = forms.CharField(
        label=_("词"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    also = forms.CharField(
        label=_("还要找"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )


@require_safe
def try_out(request: HttpRequest) -> HttpResponse:
    """The first results of a question without and with a group of words that nobody saved yet."""
    if not request.user.has_perm("search.view_synonymgroup"):
        raise PermissionDenied
    group = None
    if request.GET.get("group", "").isdecimal():
        group = SynonymGroup.objects.filter(pk=request.GET["group"][:18]).first()
    initial = {"words": group.words, "also": group.also} if group else {}
    form = TryForm(request.GET) if "q" in request.GET else TryForm(initial=initial)
    context: dict[str, Any] = {"form": form, "group": group}
    if form.is_bound and form.is_valid():
        tried = SynonymGroup(words=form.cleaned_data["words"], also=form.cleaned_data["also"])
        others = list(SynonymGroup.objects.filter(enabled=True))
        if group:
            others = [other for other in others if other.pk != group.pk]
        try:
            before = _first(request, form.cleaned_data["q"], others)
            after = _first(request, form.cleaned_data["q"], [*others, tried])
        except EngineUnavailable:
            context["is_unavailable"] = True
        else:
            context |= _compared(before, after)
    return TemplateResponse(request, "wagtailadmin/search/try.html", context)


def _first(request: HttpRequest, typed: str, groups: list[SynonymGroup]) -> list[Hit]:
    lexicon = synonyms.build(groups, synonyms.topic_names())
    question = query.understand(typed, lexicon=lexicon)
    plan = question.plan(
        access=Restrictions.current().open_to(asker_of(request)),
        filters={"locale": (translation.get_language() or "",)},
        limit=10,
    )
    return list(engine().search(replace(plan, fold=False)).hits)


def _compared(before: list[Hit], after: list[Hit]) -> dict[str, Any]:
    places = {hit.key: place for place, hit in enumerate(before, 1)}
    kept = {hit.key for hit in after}
    return {
        "before": [(hit.document.title, hit.key not in kept) for hit in before],
        "after": [(hit.document.title, places.get(hit.key)) for hit in after],
        "is_same": [hit.key for hit in before] == [hit.key for hit in after],
    }
