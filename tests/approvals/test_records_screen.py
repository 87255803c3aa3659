"""What was decided, what goes out when, and the way past the stages; the editor's own view."""

import csv
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from wagtail.models import Comment

import pytest

from approvals.inbox import owed_reviews
from approvals.models import Manuscript
from approvals.outcome import publish_in_emergency
from approvals.views import records as record_views
from tests.support.review import (
    approve,
    manuscript_of,
    parsed,
    pass_review,
    send_back,
    url,
)


class TestRecords:
    def test_a_sheet_shows_stages_people_times_and_differences(
        self, page: Any, people: Any
    ) -> None:
        send_back(page, people.first, text="数字请核对")
        edited = page.get_latest_revision_as_object()
        edited.title = "渡口修好了栏杆"
        edited.save_revision(user=people.writer)
        pass_review(page, people.writer, people.reviewers)
        text = people.client(people.chief).get(url("sheet", page)).content.decode()
        for part in ("褚一", "傅二", "钟三", "谢小舟", "数字请核对", "<ins>栏杆</ins>"):
            assert part in text

    def test_records_are_found_and_say_who_and_when(self, published: Any, people: Any) -> None:
        page = published(title="渡口的灯")
        client = people.client(people.chief)
        for query in ("的灯", manuscript_of(page).number, "傅二"):
            text = client.get(url("records"), {"q": query}).text
            assert "渡口的灯" in text
            assert "谢小舟" in text
        assert "渡口的灯" not in client.get(url("records"), {"q": "没有的"}).text

    def test_a_sheet_shows_what_was_ticked(self, published: Any, people: Any) -> None:
        text = people.client(people.chief).get(url("sheet", published())).text
        assert "✓ 事实、数字、日期与出处核对无误" in text
        assert "data-print" in text

    def test_csv(self, published: Any, people: Any) -> None:
        page = published(title="=1+1")
        answer = people.client(people.chief).get(url("records_csv"))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert "终审" in text
        assert page.manuscript_number in text
        assert "'=1+1" in text

    def test_csv_holds_remarks_answers_and_ticks(self, page: Any, people: Any) -> None:
        place = f"body.{page.body[0].id}"
        people.client(people.first).post(
            url("comment", page), {"place": place, "text": "七户是哪七户？"}
        )
        send_back(page, people.first, text="请补充")
        people.client(people.writer).post(
            url("answer", page), {"comment": Comment.objects.get().pk, "text": "村口的七户"}
        )
        answer = people.client(people.chief).get(url("records_csv"))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = {row[3]: row for row in csv.reader(text.splitlines(keepends=True))}
        assert rows["退回"][7] == "请补充\n褚一：七户是哪七户？"
        assert rows["作者答复"][7] == "（七户是哪七户？）村口的七户"

    def test_a_long_range_says_that_it_has_several_parts(
        self, published: Any, people: Any, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr(record_views, "PER_PART", 2)
        pages = [published(title=f"第{number}篇") for number in range(3)]
        total = Manuscript.objects.count()
        client = people.client(people.chief)
        for way in ({}, {"print": "1"}):
            seen = set()
            for number in range(1, -(-total // 2) + 1):
                text = client.get(url("records"), {**way, "p": number}).text
                assert f"共 {total} 篇" in text
                seen |= {page.title for page in pages if page.title in text}
            assert len(seen) == 3
        shown = parsed(client.get(url("records"), {"print": "1", "q": "第"}).text)
        following = shown.select_one(".review-pages a")["href"]
        assert len(parsed(client.get(url("records") + following).text).select("article")) == 1

    def test_range_and_print(self, published: Any, people: Any) -> None:
        published()
        client = people.client(people.chief)
        address = url("records")
        assert "渡口" in client.get(address).content.decode()
        assert "渡口" not in client.get(f"{address}?from=2020-01-01&to=2020-02-01").content.decode()
        assert "审稿单" in client.get(f"{address}?print=1&from=x&to=2020-13-45").content.decode()

    @pytest.mark.parametrize("view", ["records", "records_csv"])
    def test_from_the_first_day_of_all_to_the_last(
        self, published: Any, people: Any, view: str
    ) -> None:
        published()
        everything = {"from": "0001-01-01", "to": "9999-12-31"}
        answer = people.client(people.chief).get(url(view), everything)
        assert "渡口" in b"".join(answer).decode()

    @pytest.mark.parametrize("name", ["writer", "editor", "first", "final"])
    def test_all_records_are_the_chiefs(self, people: Any, name: str) -> None:
        client = people.client(getattr(people, name))
        for view in ("records", "records_csv"):
            assert client.get(url(view)).status_code == 302

    def test_a_deleted_page_keeps_its_sheet(self, published: Any, people: Any) -> None:
        page = published()
        pk = page.pk
        page.delete()
        address = reverse("approvals_sheet", args=[pk])
        assert "渡口" in people.client(people.chief).get(address).content.decode()
        assert people.client(people.editor).get(address).status_code == 302


class TestEmergency:
    def test_by_the_chief_with_a_reason(self, draft: Any, people: Any) -> None:
        page = draft()
        client = people.client(people.chief)
        response = client.post(url("emergency", page), {"reason": "急"})
        assert "至少 10 个字" in response.content.decode()
        client.post(url("emergency", page), {"reason": "汛情预警，必须马上让群众看到。"})
        page.refresh_from_db()
        assert page.live
        assert [item.page_id for item in owed_reviews()] == [page.pk]
        # Nobody has read it yet, so the reviewer reads all of it.
        assert manuscript_of(page).change_size
        text = people.client(people.first).get(url("review", page)).text
        assert "全文（尚未审定发布过）" in text
        assert "还没补审" in client.get(url("records")).content.decode()
        assert "汛情预警" in client.get(reverse("wagtailadmin_home")).content.decode()
        for person in people.reviewers:
            approve(page, person)
        assert not owed_reviews()

    def test_by_nobody_else(self, draft: Any, people: Any) -> None:
        page = draft()
        for person in (people.editor, people.final, people.admin, people.superuser):
            response = people.client(person).post(
                url("emergency", page), {"reason": "汛情预警，必须马上让群众看到。"}, follow=True
            )
            assert "只有总编可以紧急发布" in response.content.decode()
        page.refresh_from_db()
        assert not page.live


def test_publishing_in_an_emergency_needs_no_button_elsewhere(draft: Any, people: Any) -> None:
    page = draft()
    publish_in_emergency(page, people.chief, "汛情预警，必须马上让群众看到。")
    text = people.client(people.chief).get(url("review", page)).content.decode()
    assert "紧急发布" in text


class TestCalendar:
    @pytest.fixture
    def planned(self, draft: Any, people: Any) -> Any:
        now = timezone.now()
        page = draft(
            title="下周的稿",
            go_live_at=now + timedelta(days=7),
            expire_at=now + timedelta(days=70),
        )
        pass_review(page, people.writer, people.reviewers)
        return page

    def test_shows_what_is_coming(self, planned: Any, people: Any) -> None:
        month = timezone.localtime(planned.go_live_at).strftime("%Y-%m")
        text = people.client(people.editor).get(url("calendar"), {"m": month}).text
        assert "下周的稿" in text
        assert timezone.localtime(planned.go_live_at).strftime("%H:%M 发布") in text
        assert "后台任务已超过 10 分钟没有运行" in text

    def test_shows_when_what_is_planned_ends(self, planned: Any, people: Any) -> None:
        client = people.client(people.chief)
        month = timezone.localtime(planned.expire_at).strftime("%Y-%m")
        text = client.get(url("calendar"), {"m": month}).text
        assert "is-expire" in text
        assert "这个月没有" not in text
        assert "这个月没有" in client.get(url("calendar"), {"m": "2031-01"}).text

    def test_another_month_leads_to_the_next_event(self, planned: Any, people: Any) -> None:
        text = people.client(people.editor).get(url("calendar"), {"m": "2001-02"}).text
        assert "最近一次：" in text
        assert "is-publish" not in text

    def test_what_is_late_is_told(self, planned: Any, people: Any, monkeypatch: Any) -> None:
        later = timezone.now() + timedelta(days=8)
        monkeypatch.setattr(timezone, "now", lambda: later)
        assert "到点还没有发布" in people.client(people.editor).get(url("calendar")).text

    @pytest.mark.parametrize("month", ["x", "9999-12", "2026-13", "0001-01", "", "2026-1-1"])
    def test_nonsense_is_this_month(self, people: Any, month: str) -> None:
        text = people.client(people.editor).get(url("calendar"), {"m": month}).text
        assert 'aria-current="date"' in text

    @pytest.mark.parametrize(
        ("name", "is_told"),
        [("chief", True), ("admin", True), ("superuser", True), ("writer", False)],
    )
    def test_the_first_page_warns_who_runs_the_site(
        self, people: Any, name: str, is_told: bool
    ) -> None:
        text = people.client(getattr(people, name)).get(reverse("wagtailadmin_home")).text
        assert ("后台任务已超过 10 分钟没有运行" in text) == is_told

    def test_a_working_worker_is_no_warning(self, people: Any) -> None:
        from core.models import Heartbeat

        Heartbeat.objects.beat("worker")
        text = people.client(people.editor).get(url("calendar")).content.decode()
        assert "后台任务已超过" not in text


class TestEditor:
    def test_a_reviewer_is_led_to_the_decision(self, page: Any, people: Any) -> None:
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        html = people.client(people.first).get(address).content.decode()
        footer = html[html.index("<footer") :]
        assert "去审稿" in footer and url("review", page) in footer
        assert "保存草稿" not in footer

    def test_a_writer_saves_and_submits_a_returned_draft(self, page: Any, people: Any) -> None:
        send_back(page, people.first)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        html = people.client(people.writer).get(address).content.decode()
        footer = html[html.index("<footer") :]
        assert "保存草稿" in footer and "提交审稿" in footer and "撤回送审" in footer
        assert "工作流" not in footer
