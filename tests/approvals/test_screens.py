"""The reviewer's own pages: inbox, review screen, records, calendar, emergency."""

import csv
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from wagtail.models import Comment

import pytest
from bs4 import BeautifulSoup

from accounts.roles import FIRST_REVIEWER
from approvals.inbox import next_for, owed_reviews, own_manuscripts, waiting_for
from approvals.models import Manuscript
from approvals.outcome import publish_in_emergency
from approvals.services import submit
from approvals.views import records as record_views
from tests.factories.accounts import BranchFactory, UserFactory
from tests.factories.articles import SourceFactory, body
from tests.factories.assets import ImageFactory
from tests.support.review import (
    all_ticks,
    approve,
    kinds,
    manuscript_of,
    pass_review,
    send_back,
    ticket,
)


def url(name: str, page: Any = None) -> str:
    return reverse(f"approvals_{name}", args=[page.pk] if page is not None else [])


def parsed(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


@pytest.fixture
def page(draft: Any, people: Any) -> Any:
    page = draft()
    submit(page, people.writer)
    return page


class TestInbox:
    def test_shows_what_waits_for_this_stage(self, page: Any, people: Any) -> None:
        assert page.title in people.client(people.first).get(url("inbox")).content.decode()
        for person in (people.second, people.final, people.superuser):
            assert list(waiting_for(person)) == []

    def test_leaves_out_own_work_and_own_decisions(self, draft: Any, people: Any) -> None:
        people.editor.groups.add(people.first.groups.get())
        own = draft(author=people.first)
        submit(own, people.first)
        assert list(waiting_for(people.first)) == []
        people.editor.groups.add(people.second.groups.get())
        approve(own, people.editor)
        assert list(waiting_for(people.editor)) == []
        assert list(waiting_for(people.second)) == [manuscript_of(own)]

    def test_overdue_first(self, page: Any, draft: Any, people: Any) -> None:
        late = draft(title="早就该审的")
        submit(late, people.writer)
        Manuscript.objects.filter(page_id=late.pk).update(
            due_at=timezone.now() - timedelta(hours=1)
        )
        assert [item.page_id for item in waiting_for(people.first)] == [late.pk, page.pk]
        text = people.client(people.first).get(url("inbox")).content.decode()
        assert "已逾期" in text
        assert text.index("早就该审的") < text.index(page.title)

    def test_is_the_first_panel_of_the_admin(self, page: Any, people: Any) -> None:
        text = people.client(people.first).get(reverse("wagtailadmin_home")).content.decode()
        assert "等我审的稿件" in text
        assert page.title in text

    def test_the_writer_sees_where_the_own_one_is(self, page: Any, people: Any) -> None:
        text = people.client(people.writer).get(reverse("wagtailadmin_home")).content.decode()
        assert "我的稿件" in text
        assert "审稿中" in text
        assert "等我审的稿件" not in text

    def test_what_came_back_stands_first_for_its_writer(self, draft: Any, people: Any) -> None:
        back = draft(title="退回的")
        submit(back, people.writer)
        send_back(back, people.first)
        submit(draft(title="在审的"), people.writer)
        assert [item.title for item in own_manuscripts(people.writer)] == ["退回的", "在审的"]

    def test_asks_the_same_few_questions_for_any_number(self, draft: Any, people: Any) -> None:
        client = people.client(people.first)

        def questions() -> int:
            client.get(url("inbox"))
            with CaptureQueriesContext(
                connection,
            ) as asked:
                client.get(url("inbox"))
            return len(asked)

        submit(draft(), people.writer)
        few = questions()
        for number in range(6):
            submit(draft(title=f"第{number}篇"), people.writer)
        assert questions() == few <= 12


class TestClaim:
    def test_keeps_others_away_until_it_lapses(self, page: Any, people: Any) -> None:
        from tests.factories.accounts import UserFactory

        other = UserFactory(username="chu2", display_name="褚二", roles=["初审"])
        people.client(people.first).post(url("claim", page))
        assert next_for(other) is None
        text = people.client(other).get(url("inbox")).content.decode()
        assert "褚一已认领" in text
        response = people.client(other).post(
            url("approve", page), {"ticket": ticket(page), "tick": all_ticks()}
        )
        assert "褚一已认领这篇稿件" in response.content.decode()
        Manuscript.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
        people.client(other).post(
            url("approve", page), {"ticket": ticket(page), "tick": all_ticks()}
        )
        assert manuscript_of(page).stage == "second"

    def test_not_of_ones_own(self, draft: Any, people: Any) -> None:
        page = draft(author=people.first)
        people.editor.groups.add(people.first.groups.get())
        submit(page, people.first)
        response = people.client(people.first).post(url("claim", page), follow=True)
        assert "不能审自己的稿件" in response.content.decode()
        assert manuscript_of(page).claimed_by_id is None


class TestReviewScreen:
    def test_shows_page_changes_list_and_history(self, page: Any, people: Any) -> None:
        text = people.client(people.first).get(url("review", page)).content.decode()
        for part in ("读者将看到的页面", "三校清单", "机器检查", "审稿记录", "没有写来源"):
            assert part in text

    def test_preview_is_what_was_submitted(self, page: Any, people: Any) -> None:
        response = people.client(people.first).get(url("preview", page))
        assert page.title in response.content.decode()
        assert response["X-Frame-Options"] == "SAMEORIGIN"

    def test_approving_leads_to_the_next_one(self, page: Any, draft: Any, people: Any) -> None:
        second = draft(title="下一篇稿")
        submit(second, people.writer)
        response = people.client(people.first).post(
            url("approve", page), {"ticket": ticket(page), "tick": all_ticks(), "text": "好"}
        )
        assert response.url == url("review", second)
        assert kinds(page)[-1] == "approval"

    @pytest.mark.parametrize(
        ("days", "said"),
        [
            (None, "已通过并发布"),
            (-1, "定好的发布时间已过，所以立即发布了"),
            (3, "到定好的时间自动发布"),
        ],
    )
    def test_the_last_approval_says_what_became_of_it(
        self, draft: Any, people: Any, days: int | None, said: str
    ) -> None:
        date = None if days is None else timezone.now() + timedelta(days=days)
        page = draft(go_live_at=date)
        submit(page, people.writer)
        approve(page, people.first)
        approve(page, people.second)
        data = {"ticket": ticket(page), "tick": all_ticks()}
        assert (
            said in people.client(people.final).post(url("approve", page), data, follow=True).text
        )

    def test_a_correction_speaks_of_no_old_date(self, draft: Any, people: Any) -> None:
        page = draft(go_live_at=timezone.now() - timedelta(days=9))
        pass_review(page, people.writer, people.reviewers)
        page = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
        page.title = "改过的题目"
        page.save_revision(user=people.writer)
        submit(page, people.writer)
        approve(page, people.first)
        approve(page, people.second)
        data = {"ticket": ticket(page), "tick": all_ticks()}
        text = people.client(people.final).post(url("approve", page), data, follow=True).text
        assert "已通过并发布" in text
        assert "发布时间已过" not in text

    def test_a_refused_decision_keeps_what_was_typed(self, page: Any, people: Any) -> None:
        response = people.client(people.first).post(
            url("approve", page),
            {"ticket": ticket(page), "tick": all_ticks()[:2], "text": "写了半天的意见"},
        )
        text = response.content.decode()
        assert response.status_code == 409
        # Both buttons post to an address that ends at the refusal.
        shown = parsed(response.text)
        assert shown.select_one("#refusal[role=alert][tabindex='-1']")
        form = shown.select_one("form.review-decision")
        targets = [form["action"], form.select_one("[formaction]")["formaction"]]
        assert all(target.endswith("#refusal") for target in targets)
        assert "三校清单还没有勾完" in text
        assert "写了半天的意见" in text
        assert text.count("checked") >= 2

    def test_a_stale_screen_decides_nothing(self, page: Any, people: Any) -> None:
        seen = ticket(page)
        send_back(page, people.first)
        submit(page, people.writer)
        response = people.client(people.first).post(
            url("approve", page), {"ticket": seen, "tick": all_ticks()}
        )
        assert "已经过时" in response.content.decode()

    def test_a_reason_written_too_late_can_be_copied(self, page: Any, people: Any) -> None:
        other = UserFactory(username="chu2", display_name="褚二", roles=[FIRST_REVIEWER])
        seen = ticket(page)
        send_back(page, other)
        reason = "写了很久的退回理由，一个字也不能丢。"
        response = people.client(people.first).post(
            url("return", page), {"ticket": seen, "text": reason}
        )
        assert response.status_code == 409
        assert reason in response.text

    def test_a_remark_at_a_vanished_place_can_be_copied(self, page: Any, people: Any) -> None:
        remark = "这一段删掉之前我有话要说。"
        response = people.client(people.first).post(
            url("comment", page), {"place": "body.gone", "text": remark}
        )
        assert response.status_code == 409
        assert "已经不在稿件里了" in response.text
        assert remark in response.text

    def test_return_and_answer(self, page: Any, people: Any) -> None:
        place = f"body.{page.body[0].id}"
        client = people.client(people.first)
        client.post(url("comment", page), {"place": place, "text": "七户是哪七户？"})
        client.post(url("return", page), {"ticket": ticket(page), "text": "请补充"})
        returned = manuscript_of(page).entries.get(kind="return")
        assert returned.data["remarks"][0]["text"] == "七户是哪七户？"
        writer = people.client(people.writer)
        editor = writer.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
        anchor = f"#p-{place.replace('.', '-')}"
        assert f'href="{url("review", page)}{anchor}"' in editor
        assert f'href="{url("review", page)}#paragraphs"' in editor
        text = writer.get(url("review", page)).content.decode()
        assert "请补充" in text
        assert "七户是哪七户？" in text
        comment = Comment.objects.get()
        assert comment.contentpath == place
        writer.post(url("answer", page), {"comment": comment.pk, "text": "村口的七户"})
        assert kinds(page)[-1] == "answer"
        writer.post(url("submit", page))
        assert manuscript_of(page).round == 2

    def test_the_reason_is_answered_line_by_line(self, page: Any, people: Any) -> None:
        send_back(page, people.first, text="第一，数字请核对。\n\n第二，写明是哪一天。")
        writer = people.client(people.writer)
        shown = parsed(writer.get(url("review", page)).text)
        points = shown.select("#paragraphs[open] .review-reason .review-remark")
        assert [point.p.text.strip() for point in points] == [
            "第一，数字请核对。",
            "第二，写明是哪一天。",
        ]
        writer.post(url("answer", page), {"point": "1", "text": "三月五日。"})
        answered = manuscript_of(page).entries.get(kind="answer")
        assert answered.data["to"] == "第二，写明是哪一天。"
        writer.post(url("submit", page))
        # The reviewer finds it where it was asked, without a form; so does the record.
        shown = parsed(people.client(people.first).get(url("review", page)).text)
        points = shown.select(".review-reason .review-remark")
        assert "三月五日。" in points[1].text
        assert "三月五日。" not in points[0].text
        assert not points[1].select("form")
        sheet = parsed(people.client(people.chief).get(url("sheet", page)).text)
        entry = next(
            item for item in sheet.select(".review-history > li") if "作者答复" in item.text
        )
        assert "第二，写明是哪一天。" in entry.text

    @pytest.mark.parametrize("point", ["7", "-1", "x", ""])
    def test_an_answer_to_nothing_is_refused_and_kept(
        self, page: Any, people: Any, point: str
    ) -> None:
        send_back(page, people.first)
        response = people.client(people.writer).post(
            url("answer", page), {"point": point, "text": "写好的答复"}
        )
        assert response.status_code == 409
        assert "写好的答复" in response.text
        assert kinds(page)[-1] == "return"

    def test_nobody_answers_for_the_author(self, page: Any, people: Any) -> None:
        send_back(page, people.first)
        for person in (*people.reviewers, people.chief):
            client = people.client(person)
            client.post(url("answer", page), {"point": "0", "text": "没有问题"})
            assert kinds(page)[-1] == "return"
            assert url("answer", page) not in client.get(url("review", page)).text

    def test_the_difference_is_by_words(self, published: Any, people: Any) -> None:
        page = published(body=body("支部把议事会搬到河岸，请乡亲们一起看图纸。"))
        edited = page.get_latest_revision_as_object()
        edited.body = body("支部把议事会搬到渡口，请乡亲们一起看图纸。")
        edited.save_revision(user=people.writer)
        submit(page, people.writer)
        text = people.client(people.first).get(url("review", page)).content.decode()
        assert "搬到<del>河岸</del><ins>渡口</ins>，请乡亲们" in text
        assert manuscript_of(page).change_size == 4

    def test_differences_speak_of_names_not_of_keys(self, published: Any, people: Any) -> None:
        picture = ImageFactory(description="渡口的扶手")
        page = published(source=SourceFactory(name="枫渡"))
        edited = page.get_latest_revision_as_object()
        edited.source = SourceFactory(name="渡河晚报")
        edited.original_url = "https://example.org/1"
        edited.cover = picture
        edited.branch = BranchFactory(name="北渡支部")
        edited.body = [("heading", {"text": "经过", "level": "2"})]
        edited.save_revision(user=people.writer)
        submit(page, people.writer)
        text = people.client(people.first).get(url("review", page)).content.decode()
        for said in ("<ins>渡河晚报</ins>", "<ins>渡口的扶手</ins>", "<ins>北渡支部</ins>", "来源"):
            assert said in text
        assert "标题文字：经过" in text or "：经过" in text

    def test_what_was_never_public_is_read_without_marks(self, page: Any, people: Any) -> None:
        text = people.client(people.first).get(url("review", page)).content.decode()
        assert "全文（尚未审定发布过）" in text
        assert "<ins>" not in text

    def test_of_a_published_page_nothing_seems_deleted(self, published: Any, people: Any) -> None:
        text = people.client(people.chief).get(url("review", published())).content.decode()
        assert "<del>" not in text

    def test_a_remark_at_one_item_of_a_list(self, draft: Any, people: Any) -> None:
        entries = [{"when": str(n), "title": f"第{n}步", "text": ""} for n in (1, 2)]
        page = draft(body=[("timeline", {"entries": entries})])
        submit(page, people.writer)
        stored = page.get_latest_revision_as_object().body[0]
        item = stored.value["entries"].bound_blocks[1]
        place = f"body.{stored.id}.entries.{item.id}"
        client = people.client(people.first)
        client.post(url("comment", page), {"place": place, "text": "第二步是哪天？"})
        assert Comment.objects.get().contentpath == place
        text = client.get(url("review", page)).content.decode()
        assert text.index("第1步") < text.index(f'id="p-{place.replace(".", "-")}"')
        assert '<details id="paragraphs" open>' in text

    @pytest.mark.parametrize("name", ["writer", "editor", "first", "second", "final", "chief"])
    def test_who_may_open_it(self, page: Any, people: Any, name: str) -> None:
        response = people.client(getattr(people, name)).get(url("review", page))
        assert response.status_code == 200

    def test_not_another_contributor(self, page: Any, people: Any) -> None:
        from tests.factories.accounts import UserFactory

        stranger = UserFactory(username="bieren", roles=["通讯员"])
        assert people.client(stranger).get(url("review", page)).status_code == 302
        assert people.client(stranger).get(url("preview", page)).status_code == 302

    @pytest.mark.parametrize("name", ["approve", "return", "claim", "comment", "answer", "submit"])
    def test_nothing_changes_on_get(self, page: Any, people: Any, name: str) -> None:
        assert people.client(people.first).get(url(name, page)).status_code == 405


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


def test_publishing_in_an_emergency_needs_no_button_elsewhere(draft: Any, people: Any) -> None:
    page = draft()
    publish_in_emergency(page, people.chief, "汛情预警，必须马上让群众看到。")
    text = people.client(people.chief).get(url("review", page)).content.decode()
    assert "紧急发布" in text


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
