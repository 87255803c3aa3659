"""People for every stage, drafts, and the rule in force."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

import pytest

from accounts import roles
from accounts.models import User
from approvals.services import submit
from news.models import NewsPage
from tests.factories.accounts import UserFactory
from tests.factories.articles import body, words
from tests.factories.home import SiteTree
from tests.support.review import pass_review


@pytest.fixture(autouse=True)
def publishing_rule() -> None:
    """In force, as on the site."""


@dataclass
class People:
    """One person for each part; ``superuser`` has no role."""

    writer: User
    editor: User
    first: User
    second: User
    final: User
    chief: User
    admin: User
    superuser: User
    clients: dict[int, Client] = field(default_factory=dict)

    def client(self, person: User) -> Client:
        """A browser in which ``person`` is logged in; the same at every call."""
        if person.pk not in self.clients:
            client = Client()
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            self.clients[person.pk] = client
        return self.clients[person.pk]

    @property
    def reviewers(self) -> list[User]:
        return [self.first, self.second, self.final]


@pytest.fixture
def people(site_tree: SiteTree) -> People:
    return People(
        writer=UserFactory(username="xie", display_name="谢小舟", roles=[roles.CONTRIBUTOR]),
        editor=UserFactory(username="bian", display_name="卞青", roles=[roles.EDITOR]),
        first=UserFactory(username="chu", display_name="褚一", roles=[roles.FIRST_REVIEWER]),
        second=UserFactory(username="fu", display_name="傅二", roles=[roles.SECOND_REVIEWER]),
        final=UserFactory(username="zhong", display_name="钟三", roles=[roles.FINAL_REVIEWER]),
        chief=UserFactory(username="zong", display_name="宗主编", roles=[roles.CHIEF_EDITOR]),
        admin=UserFactory(username="guan", display_name="管维", roles=[roles.ADMINISTRATOR]),
        superuser=UserFactory(username="root", display_name="超管", is_superuser=True),
    )


@pytest.fixture
def draft(site_tree: SiteTree, people: People) -> Callable[..., Any]:
    """``draft(title=…)`` is a saved draft of a news page by the writer."""
    return make_draft_of(site_tree, people)


def make_draft_of(site_tree: SiteTree, people: People) -> Callable[..., Any]:
    def make(
        author: User | None = None, parent: Any = None, model: Any = NewsPage, **values: Any
    ) -> Any:
        author = author or people.writer
        values = {"title": "渡口修好了扶手", "body": body(words(60)), **values}
        if model.__name__ == "StandardPage":
            values.pop("date", None)
        page = model(live=False, owner=author, **values)
        (parent or site_tree.news).add_child(instance=page)
        page.save_revision(user=author)
        return page

    return make


@pytest.fixture
def published(draft: Callable[..., Any], people: People) -> Callable[..., Any]:
    """``published(…)`` is a page that has passed its review, read again from the database."""

    def make(**values: Any) -> Any:
        page = draft(**values)
        pass_review(page, people.writer, people.reviewers)
        page.refresh_from_db()
        assert page.live
        return type(page).objects.get(pk=page.pk)

    return make


@pytest.fixture
def page(draft: Callable[..., Any], people: People) -> Any:
    """A page that has just been submitted."""
    page = draft()
    submit(page, people.writer)
    return page
