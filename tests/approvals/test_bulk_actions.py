"""Bulk actions are no way round, and what they may do stands in the record page by page."""

from typing import Any

from django.urls import reverse

import pytest

from approvals.services import submit
from approvals.verification import problems
from news.models import NewsPage
from tests.support.review import kinds, pass_review


def bulk(people: Any, person: Any, action: str, pages: str, **data: Any) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    client = people.client(person)
    return client.post(f"{address}?{pages}&next=/admin/", data, follow=True).text  # type: ignore[no-any-return]


def ids(*pages: Any) -> str:
    return "&".join(f"id={page.pk}" for page in pages)


@pytest.fixture
def two(draft: Any, people: Any) -> list[Any]:
    """Both published; they stand in the same section."""
    pages = [draft(title=f"第{n}篇", slug=f"pian-{n}") for n in (1, 2)]
    for page in pages:
        pass_review(page, people.writer, people.reviewers)
    return [NewsPage.objects.get(pk=page.pk) for page in pages]


def test_withdrawing_is_the_chiefs_and_recorded_for_each(two: Any, people: Any) -> None:
    for person in (people.writer, people.editor, people.first, people.final, people.admin):
        bulk(people, person, "unpublish", ids(*two))
    assert NewsPage.objects.live().count() == 2
    bulk(people, people.chief, "unpublish", ids(*two))
    assert not NewsPage.objects.live().exists()
    assert [kinds(page)[-1] for page in two] == ["withdrawal"] * 2
    assert list(problems()) == []


def test_with_the_section_its_pages_are_withdrawn_each(
    two: Any, people: Any, site_tree: Any
) -> None:
    bulk(people, people.chief, "unpublish", ids(site_tree.news), include_descendants="on")
    assert not NewsPage.objects.live().exists()
    assert [kinds(page)[-1] for page in two] == ["withdrawal"] * 2


@pytest.mark.parametrize("name", ["chief", "superuser"])
def test_one_in_review_does_not_move(
    two: Any, draft: Any, people: Any, site_tree: Any, name: str
) -> None:
    waiting = draft(title="在审的", slug="zai-shen")
    submit(waiting, people.writer)
    other = site_tree.news.get_parent().add_child(
        instance=type(site_tree.news)(title="另一栏", slug="ling", live=False)
    )
    text = bulk(people, getattr(people, name), "move", ids(waiting, two[0]), chooser=other.pk)
    assert "不能移动" in text
    waiting.refresh_from_db()
    assert waiting.get_parent().pk == site_tree.news.pk


def test_deleted_pages_keep_their_records(two: Any, people: Any) -> None:
    for person in (people.writer, people.editor, people.final, people.admin):
        bulk(people, person, "delete", ids(*two))
    assert NewsPage.objects.count() == 2
    bulk(people, people.chief, "delete", ids(*two))
    assert not NewsPage.objects.exists()
    assert [kinds(page)[-1] for page in two] == ["deletion"] * 2
    assert list(problems()) == []


def test_all_means_no_more_than_each(two: Any, draft: Any, people: Any, site_tree: Any) -> None:
    draft(title="草稿", slug="cao-gao")
    bulk(people, people.superuser, "publish", f"id=all&childOf={site_tree.news.pk}")
    assert NewsPage.objects.live().count() == 2


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("publish", "没有发布：发布要经过审稿"),
        ("unpublish", "没有撤下：已发布的页面由总编撤下"),
        ("move", "没有移动：已发布的页面由总编移动"),
        ("delete", "没有删除：已发布的页面由总编删除"),
    ],
)
def test_is_told_why_nothing_was_done(
    two: Any, people: Any, site_tree: Any, action: str, sentence: str
) -> None:
    data = {"chooser": str(site_tree.home.pk)} if action == "move" else {}
    html = bulk(people, people.first, action, ids(*two), **data)
    assert sentence in html
    assert "0 个页面" not in html
