"""Who may decide: groups, authors and accounts as they change while a manuscript waits."""

from typing import Any

from wagtail.models import Comment, Task

from accounts import roles
from approvals.inbox import waiting_for
from approvals.justification import cover_of
from approvals.models import Entry, EntryKind, ReviewStage
from approvals.people import missing_stage
from approvals.record import faults
from approvals.services import submit
from news.models import NewsPage
from tests.factories.accounts import UserFactory
from tests.factories.articles import body
from tests.support.review import approve, manuscript_of, refused, send_back


def edit(page: Any, person: Any, text: str) -> None:
    draft = page.get_latest_revision_as_object()
    draft.body = body(text)
    draft.save_revision(user=person)


def test_a_new_group_gives_no_second_stage(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    approve(page, people.first)
    people.first.groups.set(people.second.groups.all())
    with refused("一人只能审一级"):
        approve(page, people.first)
    approve(page, people.second)
    people.second.groups.set(people.final.groups.all())
    with refused("一人只能审一级"):
        approve(page, people.second)


def test_one_person_keeps_one_stage_through_all_rounds(draft: Any, people: Any) -> None:
    everything = UserFactory(username="all3", display_name="全能", roles=list(roles.REVIEWERS))
    page = draft()
    submit(page, people.writer)
    approve(page, everything)
    send_back(page, people.second)
    submit(page, people.writer)
    assert waiting_for(everything).count() == 1
    approve(page, people.first)
    assert waiting_for(everything).count() == 0
    with refused("一人只能审一级"):
        approve(page, everything)
    approve(page, people.second)
    with refused("一人只能审一级"):
        approve(page, everything)
    approve(page, people.final)
    page = type(page).objects.get(pk=page.pk)
    # Published: a correction is another manuscript's worth of work.
    edit(page, people.writer, "改正一句。")
    submit(page, people.writer)
    approve(page, people.first)
    approve(page, everything)


def test_who_returned_is_bound_too(draft: Any, people: Any) -> None:
    both = UserFactory(
        username="two", roles=[roles.FIRST_REVIEWER, roles.SECOND_REVIEWER], display_name="双料"
    )
    page = draft()
    submit(page, people.writer)
    send_back(page, both)
    submit(page, people.writer)
    approve(page, people.first)
    with refused("一人只能审一级"):
        approve(page, both)


def test_nobody_left_counts_earlier_rounds(draft: Any, people: Any) -> None:
    people.second.groups.clear()
    both = UserFactory(username="two", roles=[roles.FIRST_REVIEWER, roles.SECOND_REVIEWER])
    page = draft()
    submit(page, people.writer)
    send_back(page, both)
    with refused("复审没有合适的人"):
        submit(page, people.writer)


def test_the_record_justifies_no_change_of_stage(draft: Any, people: Any, monkeypatch: Any) -> None:
    """Were the service to let it through, the record would not."""
    everything = UserFactory(username="all3", roles=list(roles.REVIEWERS))
    page = draft()
    submit(page, people.writer)
    approve(page, everything)
    send_back(page, people.second)
    submit(page, people.writer)
    monkeypatch.setattr("approvals.decisions.objection", lambda manuscript, person: "")
    approve(page, people.first)
    approve(page, everything)
    manuscript = manuscript_of(page)
    with refused("没有发布"):
        approve(page, people.final)
    assert cover_of(manuscript, manuscript.review_digest) == ""


def test_an_author_who_becomes_a_reviewer(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    people.writer.groups.set(people.first.groups.all())
    with refused("不能审自己的稿件"):
        approve(page, people.writer)


def test_a_reviewer_who_edits_is_an_author(draft: Any, people: Any) -> None:
    page = draft()
    second_first = UserFactory(username="chu2", display_name="褚二", roles=[roles.FIRST_REVIEWER])
    edit(page, people.first, "改动了一句。")
    submit(page, people.writer)
    with refused("不能审自己的稿件"):
        approve(page, people.first)
    approve(page, second_first)


def test_a_save_without_a_change_makes_no_author(draft: Any, people: Any) -> None:
    page = draft()
    page.get_latest_revision_as_object().save_revision(user=people.first)
    submit(page, people.writer)
    approve(page, people.first)


def test_a_comment_makes_no_author(draft: Any, people: Any) -> None:
    page = draft().get_latest_revision_as_object()
    page.wagtail_admin_comments.add(
        Comment(page=page, user=people.first, text="请核对", contentpath="title", position="")
    )
    page.save_revision(user=people.first)
    submit(page, people.writer)
    approve(page, people.first)


def test_a_reverted_text_has_its_old_authors(site_tree: Any, people: Any) -> None:
    second_first = UserFactory(username="chu2", display_name="褚二", roles=[roles.FIRST_REVIEWER])
    people.editor.groups.add(*people.first.groups.all())
    page = NewsPage(title="初审人写的", body=body("第一版。"), live=False, owner=people.first)
    site_tree.news.add_child(instance=page)
    old = page.save_revision(user=people.first)
    submit(page, people.first)
    for person in (people.editor, people.second, people.final):
        approve(page, person)
    edit(NewsPage.objects.get(pk=page.pk), people.writer, "第二版。")
    submit(page, people.writer)
    for person in (people.editor, people.second, people.final):
        approve(page, person)
    restored = old.as_object()
    restored.save_revision(user=people.writer, previous_revision=old)
    submit(NewsPage.objects.get(pk=page.pk), people.writer)
    with refused("不能审自己的稿件"):
        approve(page, people.first)
    approve(page, second_first)


def test_a_role_removed_mid_review(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    approve(page, people.first)
    people.first.groups.clear()
    people.second.groups.clear()
    with refused("您不在“复审”组里"):
        approve(page, people.second)
    stand_in = UserFactory(username="fu2", roles=[roles.SECOND_REVIEWER])
    approve(page, stand_in)
    approve(page, people.final)
    page.refresh_from_db()
    assert page.live


def test_a_closed_account_decides_nothing(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    people.first.is_active = False
    people.first.save()
    with refused("您不在“初审”组里"):
        approve(page, people.first)


def test_decisions_outlive_the_account(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    approve(page, people.first, text="事实清楚")
    send_back(page, people.second, text="第三段的年份不对")
    for person in (people.first, people.second, people.writer):
        person.delete()
    written = Entry.objects.filter(kind__in=[EntryKind.APPROVAL, EntryKind.RETURN])
    assert [(entry.person_name, entry.text) for entry in written.order_by("sequence")] == [
        ("褚一", "事实清楚"),
        ("傅二", "第三段的年份不对"),
    ]
    assert faults(manuscript_of(page)) == []


def test_a_superusers_shortcuts_are_gone(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    task = Task.objects.get(reviewtask__stage="first").specific
    assert task.get_actions(page, people.superuser) == []
    assert task.locked_for_user(page, people.superuser)


def test_matching_hands_people_on() -> None:
    first, second, final = ReviewStage.FIRST, ReviewStage.SECOND, ReviewStage.FINAL
    stages = (first, second, final)
    assert missing_stage(stages, {first: [1, 2], second: [1], final: [1, 3]}) is None
    assert missing_stage(stages, {first: [1, 2], second: [1], final: [1, 2]}) == final
    assert missing_stage(stages, {first: [], second: [1], final: [2]}) == first
