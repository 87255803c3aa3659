"""审稿单: the record of one manuscript, or of all in a range of dates, to print or as CSV."""

import csv
import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from wagtail.models import Page

from approvals.comparison import Change, compare, kept
from approvals.inbox import owed_reviews
from approvals.models import Entry, EntryKind, Manuscript
from approvals.record import faults
from approvals.views.access import may_read, sees_all_records

# Manuscripts on a page, and printed at once: a browser lays out so many sheets in a few seconds.
PER_PART = 200
EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)


def sheet(request: HttpRequest, page_id: int) -> HttpResponse:
    """One manuscript; also of a page that is gone, for who sees all records."""
    manuscript = get_object_or_404(Manuscript, page_id=page_id)
    page = Page.objects.filter(pk=page_id).first()
    allowed = sees_all_records(request.user) or (
        page is not None and may_read(request.user, page.specific, manuscript)
    )
    if not allowed:
        raise PermissionDenied
    context = {"sheets": [_sheet(manuscript)]}
    return TemplateResponse(request, "wagtailadmin/approvals/sheets.html", context)


def records(request: HttpRequest) -> HttpResponse:
    """What was decided between two days."""
    _only_for_records(request)
    first, last = _range(request)
    entries = _entries(first, last)
    query = request.GET.get("q", "").strip()
    manuscripts = _found(Manuscript.objects.filter(pk__in=entries.values("manuscript")), query)
    context: dict[str, Any] = {
        "first": first,
        "last": last,
        "query": query,
        "owed": owed_reviews().count(),
    }
    part = Paginator(manuscripts, PER_PART).get_page(request.GET.get("p"))
    context |= {"part": part, "asked": _without_number(request)}
    if "print" in request.GET:
        context["sheets"] = [_sheet(item) for item in part]
        return TemplateResponse(request, "wagtailadmin/approvals/sheets.html", context)
    context["manuscripts"] = _with_authors(part)
    return TemplateResponse(request, "wagtailadmin/approvals/records.html", context)


def _without_number(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("p", None)
    return asked.urlencode()


def _found(manuscripts: QuerySet[Manuscript], query: str) -> QuerySet[Manuscript]:
    """By title, number, or anybody's name in the record; the newest first."""
    if query:
        named = Entry.objects.filter(person_name__icontains=query).values("manuscript")
        manuscripts = manuscripts.filter(
            Q(title__icontains=query) | Q(number__icontains=query) | Q(pk__in=named)
        )
    latest = Entry.objects.filter(manuscript=OuterRef("pk")).order_by("-sequence")
    return manuscripts.annotate(latest=Subquery(latest.values("at")[:1])).order_by("-pk")


def _with_authors(manuscripts: Iterable[Manuscript]) -> list[Any]:
    """Each with ``authors``, in one query more."""
    rows: list[Any] = list(manuscripts)
    names: dict[int, set[str]] = defaultdict(set)
    written = Entry.objects.filter(manuscript__in=rows, kind=EntryKind.CONTRIBUTION)
    for key, name in written.exclude(person_name="").values_list("manuscript", "person_name"):
        names[key].add(name)
    for row in rows:
        row.authors = sorted(names[row.pk])
    return rows


def records_csv(request: HttpRequest) -> StreamingHttpResponse:
    _only_for_records(request)
    first, last = _range(request)
    writer = csv.writer(_Echo())
    response = StreamingHttpResponse(
        (writer.writerow(row) for row in _csv_rows(first, last)),
        content_type="text/csv; charset=utf-8",
    )
    name = f"review-{first:%Y%m%d}-{last:%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Echo:
    def write(self, value: str) -> str:
        return value


def _csv_rows(first: datetime.date, last: datetime.date) -> Iterator[list[str]]:
    # Spreadsheet programs take a file without this mark for another encoding.
    yield [
        "\ufeff" + _("稿件编号"),
        *(
            _("标题"),
            _("轮次"),
            _("事项"),
            _("审级"),
            _("姓名"),
            _("时间"),
            _("意见"),
            _("内容摘要"),
            _("校验"),
        ),
    ]
    for entry in _entries(first, last).select_related("manuscript").iterator(500):
        yield [
            _cell(entry.manuscript.number),
            _cell(entry.manuscript.title),
            str(entry.round),
            str(EntryKind(entry.kind).label),
            str(entry.get_stage_display()),
            _cell(entry.signature),
            timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
            _cell(_opinion(entry)),
            entry.digest[:16],
            entry.hash[:16],
        ]


def _opinion(entry: Entry) -> str:
    """All that was said: what it answers to, the text, the remarks at paragraphs."""
    remarks = [f"{item['person']}：{item['text']}" for item in entry.data.get("remarks", [])]
    to = entry.data.get("to")
    return "\n".join(filter(None, [f"（{to}）{entry.text}" if to else entry.text, *remarks]))


def _cell(text: str) -> str:
    """A spreadsheet program takes some beginnings for a formula and runs it."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _sheet(manuscript: Manuscript) -> dict[str, Any]:
    entries = list(manuscript.entries.order_by("sequence"))
    return {
        "manuscript": manuscript,
        "authors": sorted(
            {e.person_name for e in entries if e.kind == EntryKind.CONTRIBUTION and e.person_name}
        ),
        "entries": [e for e in entries if e.kind != EntryKind.CONTRIBUTION],
        "differences": list(_differences(entries)),
        "faults": faults(manuscript),
    }


def _differences(entries: list[Entry]) -> Iterator[tuple[Entry, list[Change]]]:
    """What each submission changed against the one before."""
    previous = ""
    for entry in entries:
        if entry.kind == EntryKind.SUBMISSION:
            if previous and previous != entry.digest:
                changes = compare(kept(previous), kept(entry.digest))
                yield entry, [change for change in changes if change.is_changed]
            previous = entry.digest


def _entries(first: datetime.date, last: datetime.date) -> Any:
    begin = timezone.make_aware(datetime.datetime.combine(first, datetime.time.min))
    end = timezone.make_aware(datetime.datetime.combine(last, datetime.time.max))
    return Entry.objects.filter(at__range=(begin, end)).order_by("manuscript_id", "sequence")


def _range(request: HttpRequest) -> tuple[datetime.date, datetime.date]:
    """The days asked for; the last thirty where none, or nonsense, was asked."""
    today = timezone.localdate()
    first = _day(request.GET.get("from", "")) or today - datetime.timedelta(days=30)
    last = _day(request.GET.get("to", "")) or today
    return min(first, last), max(first, last)


def _day(text: str) -> datetime.date | None:
    """No earlier and no later than a site can have records of: the calendar's ends have no hour
    that another time zone could name."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return min(max(day, EARLIEST), LATEST) if day is not None else None


def _only_for_records(request: HttpRequest) -> None:
    if not sees_all_records(request.user):
        raise PermissionDenied
