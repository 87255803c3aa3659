"""The first page of a reviewer: what waits, and who takes it."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from approvals.inbox import next_for, own_manuscripts, waiting_for
from approvals.models import Manuscript
from approvals.services import submit
from tests.factories.accounts import UserFactory
from tests.support.review import (
    all_ticks,
    approve,
    manuscript_of,
    send_back,
    ticket,
    url,
)


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
