"""The gates themselves, from code: whoever calls, only approved content becomes or stays public."""

from datetime import timedelta
from io import StringIO
from typing import Any

from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from wagtail.models import Page, Revision

import pytest

from approvals.models import Manuscript, ManuscriptState
from approvals.outcome import publish_in_emergency
from approvals.services import submit
from approvals.verification import problems
from articles.models import Correction
from core.publication import publish_and_expire
from news.models import NewsPage
from tests.factories.articles import body
from tests.support.review import approve, kinds, manuscript_of, pass_review, refused, send_back

REFUSED = "还没有通过审稿"


def edited(page: Any, person: Any, **values: Any) -> Any:
    draft = page.get_latest_revision_as_object()
    for name, value in {"title": "改过的题", **values}.items():
        setattr(draft, name, value)
    return draft.save_revision(user=person)


def test_a_new_row_is_never_live(site_tree: Any) -> None:
    with refused(REFUSED):
        site_tree.news.add_child(instance=NewsPage(title="直接上线", body=body("一段。")))
    assert not NewsPage.objects.exists()
    assert not any(Page.find_problems())


def test_a_draft_is_not_saved_live(draft: Any) -> None:
    page = draft()
    page.live = True
    with refused(REFUSED):
        page.save()
    with refused(REFUSED):
        page.save(update_fields=["live"])
    base = Page.objects.get(pk=page.pk)
    base.live = True
    with refused(REFUSED):
        base.save()


def test_a_live_row_keeps_its_content(published: Any) -> None:
    page = published()
    page.save()
    base = Page.objects.get(pk=page.pk)
    base.title = "改题"
    with refused(REFUSED):
        base.save()
    with refused(REFUSED):
        base.save(update_fields=["title"])
    page.body = body("另一段")
    with refused(REFUSED):
        page.save()
    page = NewsPage.objects.get(pk=page.pk)
    page.corrections.add(Correction(text="悄悄加的更正"))
    with refused(REFUSED):
        page.save(update_fields=["corrections"])
    with refused(REFUSED):
        page.save()


def test_saving_what_is_no_content_is_free(published: Any, people: Any) -> None:
    page = published()
    page.owner = people.editor
    page.locked = True
    page.save()
    page.save(update_fields=["locked"])
    assert kinds(page)[-1] == "publication"


def test_a_revision_is_published_only_if_approved(draft: Any, people: Any) -> None:
    page = draft()
    for user in (None, people.chief, people.superuser):
        with refused(REFUSED):
            page.get_latest_revision().publish(user=user, skip_permission_checks=True)
    page.refresh_from_db()
    assert not page.live


def test_an_older_approved_text_is_not_put_back(published: Any, people: Any) -> None:
    page = published()
    old = page.get_latest_revision()
    edited(page, people.writer)
    pass_review(page, people.writer, people.reviewers)
    with refused(REFUSED):
        old.publish()


def test_what_was_withdrawn_stays_down(published: Any, people: Any) -> None:
    page = published()
    page.unpublish(user=people.chief)
    assert manuscript_of(page).state == ManuscriptState.WITHDRAWN
    with refused(REFUSED):
        page.get_latest_revision().publish()
    pass_review(page, people.writer, people.reviewers)
    page.refresh_from_db()
    assert page.live


def test_children_of_a_withdrawn_page_stay_reachable_and_approved(
    site_tree: Any, draft: Any, people: Any, client: Any
) -> None:
    """Wagtail serves them on; each has its own approval, so that is as it should be."""
    from home.models import StandardPage

    parent = draft(model=StandardPage, parent=site_tree.home, title="关于", slug="guan-yu")
    pass_review(parent, people.writer, people.reviewers)
    child = draft(
        model=StandardPage, parent=StandardPage.objects.get(), title="联系", slug="lian-xi"
    )
    pass_review(child, people.writer, people.reviewers)
    StandardPage.objects.get(pk=parent.pk).unpublish()
    assert client.get("/guan-yu/").status_code == 410
    assert client.get("/guan-yu/lian-xi/").status_code == 200
    assert list(problems()) == []


class TestInReview:
    @pytest.fixture(params=[0, 1, 2], ids=["first", "second", "final"])
    def page(self, request: Any, draft: Any, people: Any) -> Any:
        """Waiting for each of the three stages in turn."""
        page = draft()
        submit(page, people.writer)
        for person in people.reviewers[: request.param]:
            approve(page, person)
        return type(page).objects.get(pk=page.pk)

    @pytest.mark.parametrize("name", ["writer", "first", "chief", "superuser"])
    def test_nobody_changes_it(self, page: Any, people: Any, name: str) -> None:
        with refused("正在审稿，内容已锁定"):
            edited(page, getattr(people, name))
        revision = page.get_latest_revision()
        with refused("正在审稿，内容已锁定"):
            page.save_revision(user=revision.user, overwrite_revision=revision)

    def test_written_past_us_it_is_noticed(self, page: Any, people: Any) -> None:
        revision = page.get_latest_revision()
        revision.content = {**revision.content, "title": "越过系统改的"}
        revision.save()
        stage = manuscript_of(page).stage
        person = {"first": people.first, "second": people.second, "final": people.final}[stage]
        with refused("送审之后内容有变动"):
            approve(page, person)
        page.refresh_from_db()
        assert not page.live

    def test_a_newer_revision_written_past_us_is_noticed(self, page: Any, people: Any) -> None:
        newest = page.get_latest_revision()
        newest.pk = None
        newest.content = {**newest.content, "title": "另一份"}
        newest.save()
        Page.objects.filter(pk=page.pk).update(latest_revision=newest)
        stage = manuscript_of(page).stage
        person = {"first": people.first, "second": people.second, "final": people.final}[stage]
        with refused("送审之后内容有变动"):
            approve(page, person)

    def test_recalled_it_starts_again(self, page: Any, people: Any) -> None:
        page.current_workflow_state.cancel(user=people.writer)
        assert manuscript_of(page).state == ManuscriptState.DRAFT
        edited(page, people.writer)
        submit(page, people.writer)
        assert manuscript_of(page).stage == "first"
        assert kinds(page).count("recall") == 1

    def test_comments_leave_it_as_it_is(self, page: Any, people: Any) -> None:
        page.wagtail_admin_comments.create(
            user=people.first, text="请核对", contentpath="title", position=""
        )
        stage = manuscript_of(page).stage
        person = {"first": people.first, "second": people.second, "final": people.final}[stage]
        approve(page, person)


class TestScheduled:
    @pytest.fixture
    def page(self, draft: Any, people: Any) -> Any:
        page = draft(go_live_at=timezone.now() + timedelta(days=2))
        pass_review(page, people.writer, people.reviewers)
        page = type(page).objects.get(pk=page.pk)
        assert not page.live
        return page

    def due(self, page: Any) -> None:
        """The date comes: revision and page as they will be read then."""
        past = timezone.now() - timedelta(minutes=1)
        Revision.objects.filter(object_id=str(page.pk)).exclude(approved_go_live_at=None).update(
            approved_go_live_at=past
        )

    def test_it_waits_and_is_locked(self, page: Any, people: Any) -> None:
        assert manuscript_of(page).state == ManuscriptState.APPROVED
        for person in (people.writer, people.chief, people.superuser):
            with refused("等待定时发布，内容已锁定"):
                edited(page, person)
        with refused("等待定时发布"):
            submit(page, people.writer)

    def test_it_goes_out_when_the_date_comes(
        self, page: Any, monkeypatch: Any, people: Any
    ) -> None:
        now = timezone.now() + timedelta(days=3)
        monkeypatch.setattr(timezone, "now", lambda: now)
        report = publish_and_expire()
        assert report.refused == {}
        page.refresh_from_db()
        assert page.live
        assert manuscript_of(page).state == ManuscriptState.PUBLISHED

    def test_taken_off_the_schedule_and_changed_it_needs_a_review(
        self, page: Any, people: Any
    ) -> None:
        Revision.objects.filter(object_id=str(page.pk)).update(approved_go_live_at=None)
        revision = edited(page, people.writer)
        assert manuscript_of(page).approved_digest == ""
        with refused(REFUSED):
            edited_without_date = revision.as_object()
            edited_without_date.go_live_at = None
            edited_without_date.live = True
            edited_without_date.save()

    def test_sooner_than_approved_is_refused(self, page: Any) -> None:
        revision = page.get_latest_revision()
        revision.content = {**revision.content, "go_live_at": None}
        revision.save()
        with refused(REFUSED):
            revision.publish()

    def test_one_refused_page_does_not_hold_up_the_others(
        self, draft: Any, people: Any, page: Any, monkeypatch: Any
    ) -> None:
        sneaked = draft(title="越过的", go_live_at=timezone.now() + timedelta(days=1))
        Revision.objects.filter(object_id=str(sneaked.pk)).update(
            approved_go_live_at=timezone.now() + timedelta(days=1)
        )
        other = draft(title="第三篇", go_live_at=timezone.now() + timedelta(days=2))
        pass_review(other, people.writer, people.reviewers)
        now = timezone.now() + timedelta(days=3)
        monkeypatch.setattr(timezone, "now", lambda: now)
        report = publish_and_expire()
        assert [REFUSED in reason for reason in report.refused.values()] == [True]
        assert set(NewsPage.objects.live()) == {page, other}

    def test_the_command_publishes_nothing_unapproved_and_goes_on(
        self, draft: Any, people: Any, monkeypatch: Any
    ) -> None:
        sneaked = draft(title="越过的", go_live_at=timezone.now() + timedelta(days=1))
        Revision.objects.filter(object_id=str(sneaked.pk)).update(
            approved_go_live_at=timezone.now() + timedelta(days=1)
        )
        other = draft(title="后一篇", go_live_at=timezone.now() + timedelta(days=1, hours=1))
        pass_review(other, people.writer, people.reviewers)
        now = timezone.now() + timedelta(days=2)
        monkeypatch.setattr(timezone, "now", lambda: now)
        told = StringIO()
        with pytest.raises(CommandError):
            call_command("publish_scheduled", stdout=StringIO(), stderr=told)
        assert REFUSED in told.getvalue()
        sneaked.refresh_from_db()
        other.refresh_from_db()
        assert (sneaked.live, other.live) == (False, True)

    def test_moving_it_is_refused(self, page: Any, site_tree: Any) -> None:
        with refused("不能移动"):
            page.move(site_tree.theory, pos="last-child")


def test_a_date_in_the_past_publishes_at_once(draft: Any, people: Any) -> None:
    page = draft(go_live_at=timezone.now() - timedelta(hours=1))
    pass_review(page, people.writer, people.reviewers)
    page.refresh_from_db()
    assert page.live


def test_expiry_is_in_the_record(draft: Any, people: Any, monkeypatch: Any) -> None:
    page = draft(expire_at=timezone.now() + timedelta(days=1))
    pass_review(page, people.writer, people.reviewers)
    now = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: now)
    publish_and_expire()
    page.refresh_from_db()
    assert not page.live
    assert kinds(page)[-1] == "expiry"


class TestCopies:
    def test_a_live_copy_is_refused(self, published: Any, people: Any) -> None:
        page = published()
        with refused(REFUSED):
            page.copy(update_attrs={"slug": "chao-ben"}, user=people.superuser)
        assert NewsPage.objects.count() == 1

    def test_a_copys_authors_are_the_originals(self, draft: Any, people: Any) -> None:
        page = draft(author=people.first)
        copy = page.copy(update_attrs={"slug": "chao-ben"}, keep_live=False, user=people.editor)
        people.editor.groups.add(people.first.groups.get())
        people.chief.groups.add(people.first.groups.get())
        submit(copy, people.editor)
        with refused("不能审自己的稿件"):
            approve(copy, people.first)
        with refused("不能审自己的稿件"):
            approve(copy, people.editor)
        approve(copy, people.chief)

    def test_a_section_is_not_copied_live(
        self, published: Any, people: Any, site_tree: Any
    ) -> None:
        published()
        with refused(REFUSED):
            site_tree.news.copy(recursive=True, update_attrs={"slug": "n2"}, user=people.superuser)
        copy = site_tree.news.copy(
            recursive=True, keep_live=False, update_attrs={"slug": "n2"}, user=people.superuser
        )
        assert not copy.get_descendants(inclusive=True).live().exists()

    def test_an_alias_shows_what_its_source_shows(
        self, published: Any, site_tree: Any, people: Any
    ) -> None:
        page = published()
        alias = page.create_alias(update_slug="bie-ming")
        assert alias.live
        second = alias.create_alias(update_slug="bie-ming-2")
        assert second.live
        edited(page, people.writer, title="第二版")
        pass_review(page, people.writer, people.reviewers)
        alias.refresh_from_db()
        assert alias.title == "第二版"
        assert list(problems()) == []

    def test_an_alias_says_nothing_of_its_own(self, published: Any) -> None:
        alias = published().create_alias(update_slug="bie-ming")
        alias.title = "别的内容"
        with refused(REFUSED):
            alias.save()

    def test_an_alias_of_a_withdrawn_page_does_not_go_live(self, published: Any) -> None:
        page = published()
        alias = page.create_alias(update_slug="bie-ming")
        page.unpublish()
        alias.refresh_from_db()
        alias.unpublish()
        alias.live = True
        with refused(REFUSED):
            alias.save()

    def test_a_converted_alias_is_a_manuscript_of_the_same_authors(
        self, draft: Any, people: Any
    ) -> None:
        from wagtail.actions.convert_alias import ConvertAliasPageAction

        page = draft(author=people.first)
        others = [people.editor, people.second, people.final]
        people.editor.groups.add(people.first.groups.get())
        pass_review(page, people.first, others)
        page = type(page).objects.get(pk=page.pk)
        alias = page.create_alias(update_slug="bie-ming")
        ConvertAliasPageAction(alias, user=people.chief).execute(skip_permission_checks=True)
        alias.refresh_from_db()
        submit(alias, people.chief)
        with refused("不能审自己的稿件"):
            approve(alias, people.first)


class TestPastTheSignals:
    """What no signal sees, ``verify_reviews`` finds."""

    def test_update(self, draft: Any) -> None:
        page = draft()
        Page.objects.filter(pk=page.pk).update(live=True)
        assert any(
            "live without any approval" in line or "other content" in line for line in problems()
        )

    def test_bulk_update(self, published: Any) -> None:
        page = published()
        page.title = "改题"
        Page.objects.bulk_update([page.page_ptr], ["title"])
        base = Page.objects.get(pk=page.pk)
        base.title = "改题"
        Page.objects.bulk_update([base], ["title"])
        assert any("other content" in line for line in problems())

    def test_raw_sql(self, published: Any) -> None:
        page = published()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE articles_source SET name = name")
            cursor.execute(
                "UPDATE news_newspage SET author = 'x' WHERE page_ptr_id = %s", [page.pk]
            )
        assert any("other content" in line for line in problems())

    def test_loaddata_is_refused(self, draft: Any, tmp_path: Any) -> None:
        page = draft()
        rows = serializers.serialize("python", [page.page_ptr, page])
        for row in rows:
            if "live" in row["fields"]:
                row["fields"]["live"] = True
        path = tmp_path / "rows.json"
        path.write_text(serializers.json.json.dumps(rows, default=str), encoding="utf-8")
        with pytest.raises(Exception, match=REFUSED):
            call_command("loaddata", str(path), verbosity=0)
        page.refresh_from_db()
        assert not page.live

    def test_a_child_row(self, published: Any) -> None:
        Correction.objects.create(page=published(), text="悄悄加的更正")
        assert any("other content" in line for line in problems())

    def test_the_command_says_so(self, published: Any) -> None:
        from django.core.management import CommandError

        published()
        call_command("verify_reviews", stdout=StringIO())
        Page.objects.filter(slug__startswith="du-kou").update(title="x")
        NewsPage.objects.update(author="x")
        with pytest.raises(CommandError, match="处不符"):
            call_command("verify_reviews", stdout=StringIO(), stderr=StringIO())

    def test_a_shortcut_set_by_hand(self, draft: Any) -> None:
        page = draft()
        Manuscript.objects.filter(page_id=page.pk).update(approved_digest="0" * 64)
        assert any("approved_digest" in line for line in problems())


class TestEmergency:
    REASON = "汛情预警，一小时内必须让群众看到。"

    def test_the_chief_publishes_and_reviews_follow(
        self, draft: Any, people: Any, client: Any
    ) -> None:
        page = draft(slug="xun-qing")
        publish_in_emergency(page, people.chief, self.REASON)
        assert client.get("/news/xun-qing/").status_code == 200
        manuscript = manuscript_of(page)
        assert manuscript.stage == "first"
        for person in people.reviewers:
            approve(page, person)
        manuscript.refresh_from_db()
        assert manuscript.state == ManuscriptState.PUBLISHED
        assert list(problems()) == []

    def test_its_author_does_not_review_it_afterwards(self, draft: Any, people: Any) -> None:
        page = draft(author=people.first)
        people.editor.groups.add(people.first.groups.get())
        publish_in_emergency(page, people.chief, self.REASON)
        with refused("不能审自己的稿件"):
            approve(page, people.first)

    @pytest.mark.parametrize("name", ["writer", "editor", "final", "admin", "superuser"])
    def test_nobody_else_does(self, draft: Any, people: Any, name: str) -> None:
        page = draft()
        with refused("只有总编可以紧急发布"):
            publish_in_emergency(page, getattr(people, name), self.REASON)

    def test_it_needs_a_reason(self, draft: Any, people: Any) -> None:
        with refused("理由"):
            publish_in_emergency(draft(), people.chief, "  急  ")

    def test_it_may_overtake_a_review(self, draft: Any, people: Any) -> None:
        page = draft()
        submit(page, people.writer)
        approve(page, people.first)
        publish_in_emergency(page, people.chief, self.REASON)
        page.refresh_from_db()
        assert page.live
        assert manuscript_of(page).stage == "first"

    def test_a_return_afterwards_leaves_it_up_until_somebody_acts(
        self, draft: Any, people: Any
    ) -> None:
        page = draft()
        publish_in_emergency(page, people.chief, self.REASON)
        send_back(page, people.first)
        page.refresh_from_db()
        assert page.live
        assert manuscript_of(page).state == ManuscriptState.RETURNED
