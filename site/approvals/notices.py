"""Reminders, and one digest by mail instead of ten letters."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db.models import Max, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from approvals.comments import anchor_of
from approvals.debts import debts
from approvals.hours import add_hours
from approvals.inbox import waiting_for
from approvals.models import Entry, EntryKind, Manuscript, ManuscriptState
from approvals.models.calendar import ReviewTimes
from approvals.models.notice import Notice, NoticeKind
from approvals.outcome import EMERGENCY_RIGHT
from approvals.people import authors, holders

# At most one letter a person in this time.
PAUSE = timedelta(hours=1)
# How long the admin lists what somebody was told.
SHOWN = timedelta(days=14)
# Older decisions than this are history, not news.
NEWS = timedelta(days=2)


def collect() -> None:
    """Write down what people are to be told now. Each thing once, however often this runs."""
    now = timezone.now()
    times = ReviewTimes.load()
    soon = add_hours(now, times.remind_hours, times)
    waiting = Manuscript.objects.filter(state=ManuscriptState.IN_REVIEW)
    stages = set(waiting.values_list("stage", flat=True))
    for person in {person for stage in stages for person in holders(stage)}:
        for manuscript in waiting_for(person):
            _tell(person.pk, manuscript, NoticeKind.ARRIVED)
            if manuscript.due_at and manuscript.due_at <= now:
                _tell(person.pk, manuscript, NoticeKind.OVERDUE)
            elif manuscript.due_at and manuscript.due_at <= soon:
                _tell(person.pk, manuscript, NoticeKind.DUE_SOON)
    _tell_authors(now)
    _tell_of_lost_dates()
    _tell_chiefs()


def recent(person: Any) -> QuerySet[Notice]:
    """What ``person`` was told lately, newest first: the admin says all that a letter says."""
    since = timezone.now() - SHOWN
    return (
        Notice.objects.filter(person=person, at__gte=since)
        .exclude(manuscript__state=ManuscriptState.DELETED)
        .select_related("manuscript")
        .order_by("-at", "-pk")
    )


def _tell_chiefs() -> None:
    people = get_user_model()._default_manager.filter(is_active=True)
    chiefs = people.filter(
        groups__permissions__codename=EMERGENCY_RIGHT,
        groups__permissions__content_type__app_label="approvals",
    ).distinct()
    for debt in debts():
        for chief in chiefs:
            _tell(chief.pk, debt.manuscript, NoticeKind.OWED, debt.emergency.text, stage="")


def _tell_authors(now: Any) -> None:
    news = Entry.objects.filter(
        kind__in=(EntryKind.RETURN, EntryKind.PUBLICATION), at__gte=now - NEWS
    ).exclude(round=0)
    for entry in news.select_related("manuscript"):
        returned = entry.kind == EntryKind.RETURN
        kind = NoticeKind.RETURNED if returned else NoticeKind.PUBLISHED
        text = entry.text if returned else ""
        writers = Entry.objects.filter(
            manuscript=entry.manuscript, kind=EntryKind.CONTRIBUTION, person_id__isnull=False
        )
        for person_id in set(writers.values_list("person_id", flat=True)):
            _tell(person_id, entry.manuscript, kind, text, entry.round, entry.stage)


def _tell_of_lost_dates() -> None:
    for manuscript in Manuscript.objects.filter(state=ManuscriptState.UNPLANNED):
        for person_id in authors(manuscript):
            _tell(person_id, manuscript, NoticeKind.UNPLANNED, stage="")


def _tell(
    person_id: int | None,
    manuscript: Manuscript,
    kind: NoticeKind,
    text: str = "",
    round_: int | None = None,
    stage: str | None = None,
) -> None:
    people = get_user_model()._default_manager.filter(is_active=True)
    if person_id is None or not people.filter(pk=person_id).exists():
        return
    Notice.objects.get_or_create(
        person_id=person_id,
        manuscript=manuscript,
        kind=kind,
        round=manuscript.round if round_ is None else round_,
        stage=manuscript.stage if stage is None else stage,
        defaults={"text": text},
    )


def send_digests() -> int:
    """One letter for each person with news and a pause since the last; how many were sent."""
    now = timezone.now()
    unsent: dict[int, list[Notice]] = defaultdict(list)
    # Who gets an address later hears what is still news; the admin lists it meanwhile.
    waiting = Notice.objects.filter(mailed_at=None, at__gte=now - SHOWN).exclude(person__email="")
    for notice in waiting.select_related("manuscript", "person"):
        unsent[notice.person_id].append(notice)
    last = dict(
        Notice.objects.filter(person__in=unsent)
        .values_list("person")
        .annotate(latest=Max("mailed_at"))
    )
    sent = 0
    for person_id, notices in unsent.items():
        if last.get(person_id) and now - last[person_id] < PAUSE:
            continue
        person = notices[0].person
        _send(person, notices)
        sent += 1
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)
    return sent


def _send(person: Any, notices: list[Notice]) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        groups = [
            (kind.label, [_item(notice) for notice in notices if notice.kind == kind])
            for kind in NoticeKind
        ]
        context = {
            "person": person,
            "groups": [group for group in groups if group[1]],
            "ending": _("以上内容在后台首页都能看到。"),
        }
        subject = _("红帆审稿：%(count)s 条消息") % {"count": len(notices)}
        body = render_to_string("wagtailadmin/approvals/digest.txt", context)
    send_mail(subject, body, None, [person.email])


def _item(notice: Notice) -> dict[str, Any]:
    """With ``address`` and, of a return, each remark with the address of its paragraph."""
    address = settings.WAGTAILADMIN_BASE_URL + reverse(
        "approvals_review", args=[notice.manuscript.page_id]
    )
    return {"notice": notice, "address": address, "remarks": remarks_of(notice, address)}


def remarks_of(notice: Notice, address: str) -> list[tuple[str, str]]:
    """(text, address of the paragraph) of what was remarked with a return."""
    if notice.kind != NoticeKind.RETURNED:
        return []
    returned = Entry.objects.filter(
        manuscript=notice.manuscript,
        kind=EntryKind.RETURN,
        round=notice.round,
        stage=notice.stage,
    ).first()
    remarks = returned.data.get("remarks", []) if returned is not None else []
    return [(item["text"], f"{address}#{anchor_of(item['place'])}") for item in remarks]
