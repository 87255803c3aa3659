"""Who may read, and where a page stands: no way to publish past the review."""

from typing import Any

from django.contrib.auth.models import Group
from django.urls import reverse

from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.operations import TranslationCreator

import pytest

from approvals.services import submit
from approvals.verification import problems
from core.visibility import is_restricted
from home.models import StandardPage
from news.models import NewsPage
from tests.support.review import approve, pass_review, refused


def close(page: Any, kind: str = "login") -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=kind)


class TestPrivacy:
    def test_closing_is_free(self, published: Any, draft: Any, people: Any) -> None:
        page = published()
        close(page)
        waiting = draft(title="在审的")
        submit(waiting, people.writer)
        close(waiting)
        approve(waiting, people.first)

    def test_what_is_live_is_not_opened(self, draft: Any, people: Any) -> None:
        page = draft()
        restriction = close(page)
        pass_review(page, people.writer, people.reviewers)
        with refused("等于公开发布"):
            restriction.delete()
        with refused("等于公开发布"):
            PageViewRestriction.objects.all().delete()
        restriction.restriction_type = "password"
        restriction.password = "1"
        with refused("等于公开发布"):
            restriction.save()

    def test_more_groups_are_more_readers(self, draft: Any, people: Any) -> None:
        page = draft()
        restriction = close(page, "groups")
        restriction.groups.add(Group.objects.create(name="党员"))
        pass_review(page, people.writer, people.reviewers)
        more = Group.objects.create(name="群众")
        with refused("等于公开发布"):
            restriction.groups.add(more)
        with refused("等于公开发布"):
            restriction.groups.set([more])

    @pytest.mark.parametrize("stages", [0, 1, 2])
    def test_nor_in_review(self, draft: Any, people: Any, stages: int) -> None:
        page = draft()
        restriction = close(page)
        submit(page, people.writer)
        for person in people.reviewers[:stages]:
            approve(page, person)
        with refused("等于公开发布"):
            restriction.delete()

    def test_nor_by_opening_the_section(self, draft: Any, people: Any, site_tree: Any) -> None:
        restriction = close(site_tree.news)
        page = draft()
        pass_review(page, people.writer, people.reviewers)
        with refused("等于公开发布"):
            restriction.delete()

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("name", ["chief", "superuser"])
    def test_nor_in_the_admin(self, draft: Any, people: Any, client: Any, name: str) -> None:
        page = draft(slug="nei-bu")
        close(page)
        pass_review(page, people.writer, people.reviewers)
        url = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
        response = people.client(getattr(people, name)).post(
            url, {"restriction_type": "none"}, HTTP_X_REQUESTED_WITH="XMLHttpRequest"
        )
        assert response.status_code == 403
        assert "等于公开发布" in response.json()["error_message"]
        assert client.get("/news/nei-bu/").status_code == 302

    def test_a_draft_may_be_opened(self, draft: Any) -> None:
        close(draft()).delete()

    def test_a_page_goes_with_its_restriction(self, draft: Any, people: Any) -> None:
        page = draft()
        close(page)
        pass_review(page, people.writer, people.reviewers)
        page.refresh_from_db()
        page.delete()
        assert not PageViewRestriction.objects.exists()

    def test_opened_past_us_it_is_found(self, draft: Any, people: Any) -> None:
        page = draft()
        restriction = close(page)
        pass_review(page, people.writer, people.reviewers)
        other = draft(title="别处")
        PageViewRestriction.objects.filter(pk=restriction.pk).update(page=other)
        assert any("open to more people" in line for line in problems())


class TestMoves:
    @pytest.fixture
    def shelf(self, site_tree: Any, draft: Any, people: Any) -> Any:
        """A live page with room below."""
        page = draft(model=StandardPage, parent=site_tree.home, title="关于", slug="guan-yu")
        pass_review(page, people.writer, people.reviewers)
        return StandardPage.objects.get()

    @pytest.fixture
    def leaf(self, draft: Any, shelf: Any) -> Any:
        return draft(model=StandardPage, parent=shelf, title="联系", slug="lian-xi")

    def test_not_in_review(self, leaf: Any, people: Any, site_tree: Any) -> None:
        submit(leaf, people.writer)
        with refused("不能移动"):
            leaf.move(site_tree.home, pos="last-child")
        leaf.refresh_from_db()
        assert leaf.url_path.endswith("/guan-yu/lian-xi/")

    def test_not_with_something_in_review_below(
        self, leaf: Any, shelf: Any, people: Any, site_tree: Any, draft: Any
    ) -> None:
        other = draft(model=StandardPage, parent=site_tree.home, title="另", slug="ling")
        submit(leaf, people.writer)
        with refused("不能移动"):
            StandardPage.objects.get(pk=shelf.pk).move(other, pos="last-child")

    def test_not_out_of_a_closed_section(
        self, leaf: Any, shelf: Any, people: Any, site_tree: Any
    ) -> None:
        close(shelf)
        pass_review(leaf, people.writer, people.reviewers)
        leaf = StandardPage.objects.get(pk=leaf.pk)
        with refused("更多的人能读到"):
            leaf.move(site_tree.home, pos="last-child")

    def test_into_a_closed_section_and_among_sisters(
        self, leaf: Any, shelf: Any, people: Any, site_tree: Any, draft: Any
    ) -> None:
        pass_review(leaf, people.writer, people.reviewers)
        other = draft(model=StandardPage, parent=site_tree.home, title="内部", slug="nei-bu")
        close(other)
        leaf = StandardPage.objects.get(pk=leaf.pk)
        leaf.move(StandardPage.objects.get(pk=other.pk), pos="last-child")
        shelf = StandardPage.objects.get(pk=shelf.pk)
        shelf.move(site_tree.news, pos="left")
        assert list(problems()) == []

    @pytest.mark.parametrize("name", ["editor", "final", "writer"])
    def test_what_is_live_moves_by_the_chief_only(
        self, leaf: Any, people: Any, site_tree: Any, name: str
    ) -> None:
        pass_review(leaf, people.writer, people.reviewers)
        url = reverse("wagtailadmin_pages:move_confirm", args=[leaf.pk, site_tree.home.pk])
        people.client(getattr(people, name)).post(url)
        leaf.refresh_from_db()
        assert leaf.depth == 4
        people.client(people.chief).post(url)
        leaf.refresh_from_db()
        assert leaf.depth == 3

    @pytest.mark.parametrize("name", ["chief", "superuser"])
    def test_refused_in_the_admin_with_a_sentence(
        self, leaf: Any, people: Any, site_tree: Any, name: str
    ) -> None:
        submit(leaf, people.writer)
        url = reverse("wagtailadmin_pages:move_confirm", args=[leaf.pk, site_tree.home.pk])
        response = people.client(getattr(people, name)).post(url, follow=True)
        assert "不能移动" in response.content.decode()
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        response = people.client(getattr(people, name)).post(
            f"{address}?id={leaf.pk}&next=/admin/", {"chooser": site_tree.home.pk}, follow=True
        )
        leaf.refresh_from_db()
        assert leaf.depth == 4


class TestTranslations:
    """They are as private as their source."""

    def translate(self, page: Any, people: Any) -> Any:
        english = Locale.objects.get(language_code="en")
        TranslationCreator(people.editor, [english]).create_translations(page)
        return NewsPage.objects.get(locale=english)

    @pytest.fixture
    def pair(self, published: Any, people: Any) -> tuple[Any, Any]:
        """A closed page and its translation, both published."""
        source = published()
        close(source)
        version = self.translate(source, people)
        version.save_revision(user=people.editor)
        pass_review(version, people.editor, people.reviewers)
        return source, NewsPage.objects.get(pk=version.pk)

    def test_below_a_closed_section_one_can_translate(
        self, published: Any, people: Any, site_tree: Any
    ) -> None:
        close(site_tree.news)
        assert is_restricted(self.translate(published(), people))

    def test_the_source_is_not_opened_over_a_live_translation(self, pair: Any, people: Any) -> None:
        source, version = pair
        assert version.live and is_restricted(version)
        source.unpublish(user=people.chief)
        with refused("等于公开发布"):
            PageViewRestriction.objects.get(page=source).delete()

    def test_nor_deleted(self, pair: Any, people: Any) -> None:
        source, version = pair
        with refused("译文"):
            source.delete()
        version.unpublish(user=people.chief)
        NewsPage.objects.get(pk=source.pk).delete()

    def test_the_record_finds_it_well(self, pair: Any) -> None:
        assert list(problems()) == []
