"""Every cell of the table of roles and actions, over the real views."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from wagtail.models import Locale, PageViewRestriction, Workflow

import pytest

from accounts import roles
from accounts.models import User
from approvals.matrix import ACTIONS, COLUMNS, SUPERUSER
from approvals.models import Absence, ChecklistItem, ReviewTask
from approvals.services import submit
from news.models import NewsIndexPage, NewsPage
from tests.factories.accounts import UserFactory
from tests.factories.articles import body_form, words
from tests.support.page_forms import PUBLISH, SUBMIT, add_url, edit_url, page_form
from tests.support.review import (
    all_ticks,
    approve,
    manuscript_of,
    pass_review,
    send_back,
    ticket,
)

REASON = "汛情预警，必须马上让群众看到。"


class Steps:
    """Each action as the person's browser does it; True if it had its effect."""

    def __init__(self, site_tree: Any, people: Any, draft: Any, person: User) -> None:
        self.site, self.people, self.draft, self.person = site_tree, people, draft, person
        self.client = people.client(person)

    def post(self, name: str, page: Any, **data: Any) -> None:
        self.client.post(reverse(f"approvals_{name}", args=[page.pk]), data)

    def form(self, page: Any = None, **values: Any) -> dict[str, Any]:
        slug = page.slug if page is not None else ""
        return page_form(**body_form(words(60)), **{"slug": slug, **values})

    def draft_(self) -> bool:
        self.client.post(add_url(NewsPage, self.site.news), self.form(title="新的一篇"))
        return NewsPage.objects.filter(title="新的一篇").exists()

    def edit_others(self) -> bool:
        page = self.draft()
        self.client.post(edit_url(page), self.form(page, title="改过"))
        return NewsPage.objects.get(pk=page.pk).draft_title == "改过"

    def submit(self) -> bool:
        page = self.draft()
        self.client.post(edit_url(page), self.form(page, **SUBMIT))
        return manuscript_of(page).is_in_review

    def submit_own(self) -> bool:
        page = self.own_in_review()
        return page is not None and manuscript_of(page).is_in_review

    def waiting(self, stage: int) -> Any:
        page = self.draft()
        submit(page, self.people.writer)
        for person in self.people.reviewers[:stage]:
            approve(page, person)
        return page

    def decide(self, stage: int) -> bool:
        page = self.waiting(stage)
        before = manuscript_of(page).stage
        self.post("approve", page, ticket=ticket(page), tick=all_ticks())
        return manuscript_of(page).stage != before

    def approve_first(self) -> bool:
        return self.decide(0)

    def approve_second(self) -> bool:
        return self.decide(1)

    def approve_final(self) -> bool:
        return self.decide(2)

    def approve_single(self) -> bool:
        section = self.site.news.get_latest_revision_as_object()
        section.introduction = "新的介绍"
        section.save_revision(user=self.people.editor)
        submit(section, self.people.editor)
        self.post("approve", section, ticket=ticket(section), tick=all_ticks())
        section.refresh_from_db()
        return section.introduction == "新的介绍"

    def send_back(self, stage: int) -> bool:
        page = self.waiting(stage)
        self.post("return", page, ticket=ticket(page), text="请核对数字")
        return manuscript_of(page).state == "returned"

    def return_first(self) -> bool:
        return self.send_back(0)

    def return_second(self) -> bool:
        return self.send_back(1)

    def return_final(self) -> bool:
        return self.send_back(2)

    def claim(self, stage: int) -> bool:
        page = self.waiting(stage)
        self.post("claim", page)
        return manuscript_of(page).claimed_by_id == self.person.pk

    def claim_first(self) -> bool:
        return self.claim(0)

    def claim_second(self) -> bool:
        return self.claim(1)

    def claim_final(self) -> bool:
        return self.claim(2)

    def answer(self) -> bool:
        page = self.waiting(0)
        send_back(page, self.people.first)
        return self.answered(page)

    def own_in_review(self) -> Any:
        self.client.post(add_url(NewsPage, self.site.news), self.form(title="自己的", **SUBMIT))
        return NewsPage.objects.filter(title="自己的").first()

    def answer_own(self) -> bool:
        page = self.own_in_review()
        if page is None:
            return False
        send_back(page, self.people.first)
        return self.answered(page)

    def answered(self, page: Any) -> bool:
        self.post("answer", page, point="0", text="已核对。")
        return manuscript_of(page).entries.filter(kind="answer").exists()

    def recall(self) -> bool:
        return self.recalled(self.waiting(0))

    def recall_own(self) -> bool:
        page = self.own_in_review()
        return page is not None and self.recalled(page)

    def recalled(self, page: Any) -> bool:
        data = {"action-cancel-workflow": "1"}
        self.client.post(edit_url(page), self.form(page, **data))
        return not manuscript_of(page).is_in_review

    def stand_in(self) -> bool:
        data = {
            "person": self.people.first.pk,
            "stand_in": self.people.second.pk,
            "first_day": timezone.localdate(),
            "last_day": timezone.localdate(),
        }
        self.client.post(reverse("wagtailsnippets_approvals_absence:add"), data)
        return Absence.objects.exists()

    def translate(self) -> bool:
        page = self.published()
        english = Locale.objects.get(language_code="en")
        url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        self.client.post(url, {"locales": [english.pk]})
        return NewsPage.objects.filter(locale=english).exists()

    def edit_in_review(self) -> bool:
        page = self.waiting(0)
        self.client.post(edit_url(page), self.form(page, title="改过"))
        return NewsPage.objects.get(pk=page.pk).draft_title == "改过"

    def publish(self) -> bool:
        page = self.draft()
        self.client.post(edit_url(page), self.form(page, **PUBLISH))
        self.client.post(add_url(NewsPage, self.site.news), self.form(**PUBLISH))
        return NewsPage.objects.live().exists()

    def emergency(self) -> bool:
        page = self.draft()
        self.post("emergency", page, reason=REASON)
        page.refresh_from_db()
        return page.live

    def published(self) -> Any:
        page = self.draft()
        pass_review(page, self.people.writer, self.people.reviewers)
        return page

    def withdraw(self) -> bool:
        page = self.published()
        self.client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
        page.refresh_from_db()
        return not page.live

    def move_live(self) -> bool:
        page = self.published()
        other = self.site.home.add_child(
            instance=NewsIndexPage(title="另一栏", slug="ling", live=False)
        )
        self.client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk]))
        page.refresh_from_db()
        return page.get_parent().pk == other.pk

    def delete_live(self) -> bool:
        page = self.published()
        self.client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        return not NewsPage.objects.filter(pk=page.pk).exists()

    def restrict(self) -> bool:
        page = self.published()
        address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
        self.client.post(address, {"restriction_type": "login", "password": "", "groups": []})
        return PageViewRestriction.objects.filter(page=page).exists()

    def records(self) -> bool:
        return self.client.get(reverse("approvals_records")).status_code == 200

    def checklist(self) -> bool:
        item = ChecklistItem.objects.first()
        url = reverse("wagtailsnippets_approvals_checklistitem:edit", args=[item.pk])
        self.client.post(url, {"text": "改过的一项", "order": "0", "is_active": "on"})
        item.refresh_from_db()
        return item.text == "改过的一项"

    def workflow(self) -> bool:
        task = ReviewTask.objects.get(stage="first")
        url = reverse("wagtailadmin_workflows:edit_task", args=[task.pk])
        self.client.post(url, {"name": "改过", "groups": []})
        workflow = Workflow.objects.get(name="三审三校")
        url = reverse("wagtailadmin_workflows:edit", args=[workflow.pk])
        self.client.post(url, {"name": "改过"})
        task.refresh_from_db()
        return task.name == "改过" or not Workflow.objects.filter(name="三审三校").exists()

    def people_(self) -> bool:
        return self.client.get(reverse("wagtailusers_users:index")).status_code == 200


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("action", ACTIONS, ids=[action.key for action in ACTIONS])
def test_cell(site_tree: Any, people: Any, draft: Any, action: Any, column: str) -> None:
    member = UserFactory(username="geren", display_name="各人")
    member.groups.set(Group.objects.filter(name=column))
    person = people.superuser if column == SUPERUSER else member
    steps = Steps(site_tree, people, draft, person)
    # ``draft`` and ``people`` are what the steps work with.
    name = f"{action.key}_" if action.key in ("draft", "people") else action.key
    assert getattr(steps, name)() is (column in action.allowed)


def test_the_table_in_docs_is_this_one() -> None:
    call_command("review_matrix", check=True)


def test_every_role_has_a_column() -> None:
    assert set(roles.ALL) < set(COLUMNS)
