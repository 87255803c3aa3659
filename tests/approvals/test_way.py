"""The ordinary way: three stages, three people, published as approved."""

from typing import Any

from approvals.models import Entry, EntryKind, ManuscriptState
from approvals.record import faults
from approvals.services import submit
from tests.factories.articles import body
from tests.support.review import approve, kinds, manuscript_of, pass_review, refused, send_back


def test_three_people_publish_a_manuscript(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    for person in people.reviewers[:2]:
        approve(page, person)
    page.refresh_from_db()
    assert not page.live
    approve(page, people.final)
    page.refresh_from_db()
    assert page.live
    manuscript = manuscript_of(page)
    assert manuscript.state == ManuscriptState.PUBLISHED
    assert manuscript.number == page.manuscript_number
    assert kinds(page) == [
        "contribution",
        "submission",
        "approval",
        "approval",
        "approval",
        "publication",
    ]
    assert faults(manuscript) == []
    assert Entry.objects.get(kind=EntryKind.PUBLICATION, manuscript=manuscript).data["cover"] == (
        "approval"
    )


def test_readers_see_it_only_then(draft: Any, people: Any, client: Any) -> None:
    page = draft(slug="du-kou")
    address = "/news/du-kou/"
    submit(page, people.writer)
    assert client.get(address).status_code == 404
    for person in people.reviewers:
        approve(page, person)
    assert "渡口修好了扶手" in client.get(address).content.decode()


def test_author_decides_nowhere(draft: Any, people: Any) -> None:
    page = draft(author=people.first)
    with refused("初审没有合适的人"):
        submit(page, people.first)
    people.editor.groups.add(people.first.groups.get())
    submit(page, people.first)
    with refused("不能审自己的稿件"):
        approve(page, people.first)
    approve(page, people.editor)


def test_nobody_decides_twice(draft: Any, people: Any) -> None:
    page = draft()
    people.first.groups.add(people.second.groups.get())
    submit(page, people.writer)
    approve(page, people.first)
    with refused("一人只能审一级"):
        approve(page, people.first)
    approve(page, people.second)


def test_superuser_is_nobodys_reviewer(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    with refused("您不在“初审”组里"):
        approve(page, people.superuser)


def test_superuser_in_all_groups_takes_one_stage(draft: Any, people: Any) -> None:
    page = draft()
    for person in people.reviewers:
        people.superuser.groups.add(person.groups.get())
    submit(page, people.writer)
    approve(page, people.superuser)
    with refused("一人只能审一级"):
        approve(page, people.superuser)


def test_submission_names_the_stage_without_people(draft: Any, people: Any) -> None:
    page = draft()
    people.second.is_active = False
    people.second.save()
    with refused("复审没有合适的人"):
        submit(page, people.writer)
    assert manuscript_of(page).state == ManuscriptState.DRAFT
    assert page.current_workflow_state is None


def test_one_person_for_two_stages_is_too_few(draft: Any, people: Any) -> None:
    page = draft()
    people.second.groups.add(people.final.groups.get())
    people.final.groups.clear()
    with refused("终审没有合适的人"):
        submit(page, people.writer)


def test_return_needs_a_reason_and_opens_all_stages(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    approve(page, people.first)
    with refused("写明退回的理由"):
        send_back(page, people.second, text="  ")
    send_back(page, people.second)
    manuscript = manuscript_of(page)
    assert manuscript.state == ManuscriptState.RETURNED
    number = manuscript.number
    page = page.get_latest_revision_as_object()
    page.body = body("改过的一段。")
    page.save_revision(user=people.writer)
    submit(page, people.writer)
    manuscript.refresh_from_db()
    assert (manuscript.stage, manuscript.round, manuscript.number) == ("first", 2, number)
    for person in people.reviewers:
        approve(page, person)
    page.refresh_from_db()
    assert page.live


def test_returned_without_a_change_starts_at_the_first_stage_too(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    approve(page, people.first)
    approve(page, people.second)
    send_back(page, people.final)
    submit(page, people.writer)
    assert manuscript_of(page).stage == "first"
    for person in people.reviewers:
        approve(page, person)
    page.refresh_from_db()
    assert page.live


def test_check_list_must_be_ticked(draft: Any, people: Any) -> None:
    page = draft()
    submit(page, people.writer)
    with refused("三校清单还没有勾完"):
        approve(page, people.first, ticks=[])
    assert kinds(page)[-1] == "submission"


def test_second_version_needs_three_again(published: Any, people: Any, client: Any) -> None:
    page = published(slug="du-kou")
    page = page.get_latest_revision_as_object()
    page.body = body("第二版。")
    page.save_revision(user=people.writer)
    with refused("还没有通过审稿"):
        page.get_latest_revision().publish()
    assert "第二版" not in client.get("/news/du-kou/").content.decode()
    pass_review(page, people.writer, people.reviewers)
    assert "第二版" in client.get("/news/du-kou/").content.decode()


def test_composition_takes_one_by_somebody_else(site_tree: Any, people: Any) -> None:
    home = site_tree.home.get_latest_revision_as_object()
    home.seo_title = "红帆首页"
    home.save_revision(user=people.chief)
    submit(home, people.chief)
    assert manuscript_of(home).stage == "single"
    with refused("不能审自己"):
        approve(home, people.chief)
    approve(home, people.final)
    home.refresh_from_db()
    assert home.seo_title == "红帆首页"
    assert home.live


def test_unfit_draft_is_not_submitted(draft: Any, people: Any, site_tree: Any) -> None:
    from learning.models import TheoryArticlePage

    page = draft(
        model=TheoryArticlePage, parent=site_tree.theory, format="micro", body=body("字" * 1300)
    )
    with refused("微理论不超过 1,200 字"):
        submit(page, people.writer)
