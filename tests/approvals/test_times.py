"""Due times in working hours, stand-ins, reminders and digests."""

import datetime
from datetime import timedelta
from typing import Any

from django.core import mail
from django.urls import reverse
from django.utils import timezone

import pytest

from accounts import roles
from approvals.hours import add_hours
from approvals.inbox import waiting_for
from approvals.models import Absence, DayOff, Manuscript, Notice, ReviewTimes
from approvals.notices import collect, send_digests
from approvals.services import submit
from tests.factories.accounts import UserFactory
from tests.support.review import approve, manuscript_of, refused, send_back


def moment(text: str) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-03-02 09:00", 2, "2026-03-02 11:00"),
        ("2026-03-02 16:30", 2, "2026-03-03 09:30"),
        ("2026-03-02 20:00", 1, "2026-03-03 09:30"),
        ("2026-03-02 03:00", 9, "2026-03-02 17:30"),
        # Friday evening, weekend
        ("2026-03-06 17:00", 1, "2026-03-09 09:00"),
        ("2026-03-07 12:00", 9, "2026-03-09 17:30"),
    ],
)
def test_only_working_hours_count(db: None, start: str, hours: int, due: str) -> None:
    assert add_hours(moment(start), hours, ReviewTimes.load()) == moment(due)


def test_holidays_and_worked_weekends(db: None) -> None:
    DayOff.objects.create(date="2026-03-09", note="放假")
    DayOff.objects.create(date="2026-03-08", is_working=True, note="调休")
    times = ReviewTimes.load()
    assert add_hours(moment("2026-03-06 17:00"), 1, times) == moment("2026-03-08 09:00")
    assert add_hours(moment("2026-03-08 17:00"), 1, times) == moment("2026-03-10 09:00")


def test_a_calendar_without_a_working_day_ends(db: None) -> None:
    start = datetime.date(2026, 3, 2)
    DayOff.objects.bulk_create(DayOff(date=start + timedelta(days=offset)) for offset in range(450))
    assert add_hours(moment("2026-03-02 09:00"), 1, ReviewTimes.load()) > moment("2027-03-02 09:00")


def test_each_stage_has_its_own_time(draft: Any, people: Any, monkeypatch: Any) -> None:
    times = ReviewTimes.load()
    times.second_hours = 3
    times.save()
    monkeypatch.setattr(timezone, "now", lambda: moment("2026-03-02 09:00"))
    page = draft()
    submit(page, people.writer)
    assert manuscript_of(page).due_at == moment("2026-03-03 09:00")
    approve(page, people.first)
    assert manuscript_of(page).due_at == moment("2026-03-02 12:00")


class TestStandIn:
    def away(self, people: Any, days: int = 1) -> None:
        today = timezone.localdate()
        Absence.objects.create(
            person=people.first,
            stand_in=people.chief,
            first_day=today - timedelta(days=2),
            last_day=today + timedelta(days=days),
        )

    def test_holds_the_stage_meanwhile(self, draft: Any, people: Any) -> None:
        page = draft()
        submit(page, people.writer)
        self.away(people)
        entry = approve(page, people.chief)
        assert manuscript_of(page).stage == "second"
        assert entry.data["stands_in_for"] == ["褚一"]
        client = people.client(people.chief)
        sheet = client.get(reverse("approvals_sheet", args=[page.pk])).text
        assert "宗主编（代褚一）" in sheet
        table = client.get(reverse("approvals_records_csv"))
        assert "宗主编（代褚一）" in b"".join(table.streaming_content).decode()

    def test_needs_a_role_that_reviews(self, draft: Any, people: Any) -> None:
        page = draft()
        submit(page, people.writer)
        self.away(people)
        Absence.objects.update(stand_in=people.editor)
        with refused("您不在“初审”组里"):
            approve(page, people.editor)
        assert not waiting_for(people.editor).exists()

    @pytest.mark.parametrize("name", ["writer", "editor", "admin", "chief", "first"])
    def test_the_form_refuses(self, people: Any, name: str) -> None:
        """The chief editor arranges it, and is no stand-in by their own word."""
        today = timezone.localdate()
        answer = people.client(people.chief).post(
            reverse("wagtailsnippets_approvals_absence:add"),
            {
                "person": people.first.pk,
                "stand_in": getattr(people, name).pk,
                "first_day": today,
                "last_day": today,
            },
        )
        assert answer.status_code == 200
        assert "stand_in" in answer.context["form"].errors
        assert not Absence.objects.exists()

    def test_the_form_takes_another_reviewer(self, people: Any) -> None:
        today = timezone.localdate()
        people.client(people.chief).post(
            reverse("wagtailsnippets_approvals_absence:add"),
            {
                "person": people.first.pk,
                "stand_in": people.second.pk,
                "first_day": today,
                "last_day": today,
            },
        )
        assert Absence.objects.get().stand_in == people.second

    def test_not_afterwards(self, draft: Any, people: Any) -> None:
        page = draft()
        submit(page, people.writer)
        self.away(people, days=-1)
        with refused("您不在“初审”组里"):
            approve(page, people.chief)

    def test_not_on_the_own_work(self, draft: Any, people: Any) -> None:
        page = draft(author=people.chief)
        submit(page, people.chief)
        self.away(people)
        with refused("不能审自己的稿件"):
            approve(page, people.chief)

    def test_makes_up_for_missing_people(self, draft: Any, people: Any) -> None:
        page = draft(author=people.first)
        with refused("初审没有合适的人"):
            submit(page, people.first)
        self.away(people)
        submit(page, people.first)


class TestMail:
    def test_one_digest_for_many(self, draft: Any, people: Any) -> None:
        for number in range(3):
            submit(draft(title=f"第{number}篇"), people.writer)
        collect()
        assert send_digests() == 1
        (letter,) = mail.outbox
        assert letter.to == [people.first.email]
        assert "等您审" in letter.body
        assert letter.body.count("/admin/review/") == 3
        collect()
        assert send_digests() == 0

    def test_pause_between_letters(self, draft: Any, people: Any) -> None:
        submit(draft(title="一"), people.writer)
        collect()
        send_digests()
        submit(draft(title="二"), people.writer)
        collect()
        assert send_digests() == 0
        Notice.objects.exclude(mailed_at=None).update(mailed_at=timezone.now() - timedelta(hours=2))
        assert send_digests() == 1

    def test_before_and_at_the_due_time(self, draft: Any, people: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment("2026-03-02 09:00"))
        page = draft()
        submit(page, people.writer)
        kinds = lambda: set(Notice.objects.values_list("kind", flat=True))  # noqa: E731
        collect()
        assert kinds() == {"arrived"}
        monkeypatch.setattr(timezone, "now", lambda: moment("2026-03-02 16:40"))
        collect()
        assert kinds() == {"arrived", "due_soon"}
        monkeypatch.setattr(timezone, "now", lambda: moment("2026-03-03 09:01"))
        collect()
        collect()
        assert kinds() == {"arrived", "due_soon", "overdue"}
        assert Notice.objects.count() == 3

    def test_the_author_hears_of_a_return_with_the_reason(self, draft: Any, people: Any) -> None:
        page = draft()
        submit(page, people.writer)
        send_back(page, people.first, text="第二段的数字请核对")
        collect()
        send_digests()
        (letter,) = [letter for letter in mail.outbox if letter.to == [people.writer.email]]
        assert "第二段的数字请核对" in letter.body
        assert f"/admin/review/{page.pk}/#paragraphs" in letter.body

    def test_a_remark_leads_to_its_paragraph(self, draft: Any, people: Any) -> None:
        page = draft()
        submit(page, people.writer)
        address = reverse("approvals_comment", args=[page.pk])
        people.client(people.first).post(address, {"place": "title", "text": "题目太长"})
        send_back(page, people.first)
        collect()
        send_digests()
        (letter,) = [letter for letter in mail.outbox if letter.to == [people.writer.email]]
        assert "题目太长" in letter.body
        assert f"/admin/review/{page.pk}/#p-title\n" in letter.body
        text = people.client(people.writer).get(reverse("approvals_review", args=[page.pk])).text
        assert 'id="p-title"' in text

    def test_the_admin_says_all_that_the_letter_says(self, draft: Any, people: Any) -> None:
        submit(page := draft(), people.writer)
        send_back(page, people.first, text="第二段的数字请核对")
        collect()
        for name in ("wagtailadmin_home", "approvals_inbox"):
            text = people.client(people.writer).get(reverse(name)).text
            assert "被退回" in text
            assert "第二段的数字请核对" in text

    def test_nothing_to_who_has_no_address(self, draft: Any, people: Any) -> None:
        people.first.email = ""
        people.first.save()
        submit(draft(), people.writer)
        collect()
        assert send_digests() == 0
        assert not Notice.objects.exclude(mailed_at=None).exists()
        people.first.email = "chu@example.org"
        people.first.save()
        assert send_digests() == 1


def test_a_claim_lapses(draft: Any, people: Any) -> None:
    from approvals.claims import claim

    other = UserFactory(username="chu2", roles=[roles.FIRST_REVIEWER])
    page = draft()
    submit(page, people.writer)
    claim(page, people.first)
    with refused("已认领"):
        claim(page, other)
    Manuscript.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    claim(page, other)
    assert manuscript_of(page).claimed_by_id == other.pk
