"""Pages of every kind of privacy, and people who may read some of them."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from wagtail.models import Page, PageViewRestriction

from accounts import roles
from accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.articles import body
from tests.factories.home import SiteTree, StandardPageFactory
from tests.factories.news import NewsPageFactory

# A word that every page of the matrix holds.
SECRET = "石阶"
ASKERS = ["anonymous", "member", "other member", "editor", "administrator"]
# Which restriction stands where: on the page itself, or (inherited) on the page above it.
KINDS = ["open", "login", "group", "branch", "password", "inherited"]
MAY_READ = {
    "anonymous": {"open"},
    "member": {"open", "login", "group", "branch", "inherited"},
    "other member": {"open", "login", "group", "inherited"},
    "editor": {"open", "login"},
    "administrator": {"open", "login", "group", "branch", "inherited"},
}


@dataclass
class Matrix:
    """``pages`` by kind, each with a word of its own in ``words``; open until ``close``."""

    pages: dict[str, Any]
    words: dict[str, str]
    people: dict[str, User]
    groups: dict[str, Group]
    above: Page
    open: set[str] = field(default_factory=lambda: {"open"})

    def close(self) -> None:
        """Put the restrictions up, through the models as Wagtail's own view does."""
        self.restrict(self.pages["login"], "login")
        self.restrict(self.pages["group"], "groups", "党员")
        self.restrict(self.pages["branch"], "groups", "油坊村党支部")
        self.restrict(self.pages["password"], "password")
        self.restrict(self.above, "groups", "党员")

    def restrict(self, page: Page, kind: str, group: str = "") -> None:
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=kind, password="暗号" if kind == "password" else ""
        )
        if group:
            restriction.groups.set([self.groups[group]])

    def client(self, asker: str) -> Client:
        client = Client()
        if asker != "anonymous":
            client.force_login(
                self.people[asker], backend="django.contrib.auth.backends.ModelBackend"
            )
        return client

    def allowed(self, asker: str) -> set[str]:
        return MAY_READ[asker]


def private_pages(tree: SiteTree, user_of: Callable[[str], User]) -> Matrix:
    """The whole matrix, everything still open."""
    groups = {name: Group.objects.create(name=name) for name in ("党员", "油坊村党支部")}
    words = dict(zip(KINDS, ["油茶", "稻田鱼", "合作社", "扶手", "柳林", "账本"], strict=True))
    pages: dict[str, Any] = {}
    above = StandardPageFactory(parent=tree.home, title="园地")
    for place, kind in enumerate(KINDS):
        text = body(f"这里写着{words[kind]}和{SECRET}。")
        if kind == "inherited":
            pages[kind] = StandardPageFactory(parent=above, title=f"第{place}页{kind}", body=text)
        else:
            pages[kind] = NewsPageFactory(
                parent=tree.news,
                title=f"第{place}页{kind}",
                body=text,
                summary="",
                date=datetime.date(2015 + place, 1, 1),
            )
    member, other = UserFactory(username="member"), UserFactory(username="other")
    member.groups.set(groups.values())
    other.groups.set([groups["党员"]])
    people = {
        "member": member,
        "other member": other,
        "editor": user_of(roles.EDITOR),
        "administrator": UserFactory(username="root", is_superuser=True),
    }
    return Matrix(pages, words, people, groups, above)
