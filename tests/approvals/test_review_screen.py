"""The page on which one manuscript is read and decided on."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from wagtail.models import Comment

import pytest

from accounts.roles import FIRST_REVIEWER
from approvals.services import submit
from tests.factories.accounts import BranchFactory, UserFactory
from tests.factories.articles import SourceFactory, body
from tests.factories.assets import ImageFactory
from tests.support.review import (
    all_ticks,
    approve,
    kinds,
    manuscript_of,
    parsed,
    pass_review,
    send_back,
    ticket,
    url,
)


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
