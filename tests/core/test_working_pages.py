"""Other people's drafts in the admin: named to nobody who can't work on them."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from wagtail.log_actions import log
from wagtail.models import Page

import pytest

from accounts import roles
from accounts.models import User
from core.wagtail_hooks import offer_visible_pages
from news.models import NewsPage
from tests.factories.accounts import UserFactory
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reviewers")]
SECRET = "渡口搬迁的内部方案"
WORKERS = {roles.EDITOR, roles.CHIEF_EDITOR}
# Reviewers see what is to be reviewed; the review's own views say to whom.
STRANGERS = [roles.CONTRIBUTOR, roles.ADMINISTRATOR]
LISTS = [
    ("wagtailadmin_explore", True),
    ("wagtailadmin_pages:search", False),
    ("wagtailadmin_reports:site_history", False),
    ("wagtailadmin_choose_page_child", True),
]


@pytest.fixture
def draft(site_tree: SiteTree) -> NewsPage:
    """Somebody else's, in review, with a history."""
    writer = UserFactory(roles=[roles.CONTRIBUTOR])
    page = NewsPageFactory(parent=site_tree.news, live=False, owner=writer, title=SECRET)
    page.save_revision(user=writer)
    log(instance=page, action="wagtail.edit", user=writer)
    page.get_workflow().start(page, writer)
    return page


def says(response: Any, text: str) -> bool:
    """Plainly, or as JSON writes it."""
    if response.streaming:
        return False
    content = response.content.decode("utf-8", "replace")
    return text in content or json.dumps(text)[1:-1] in content


def lists(page: NewsPage) -> Iterator[str]:
    for name, is_below in LISTS:
        yield reverse(name, args=[page.get_parent().pk] if is_below else [])
    yield f"/admin/api/main/pages/?child_of={page.get_parent().pk}&limit=20"
    yield f"/admin/api/main/pages/{page.pk}/"


@pytest.mark.parametrize("role", roles.ALL)
def test_who_finds_a_draft_of_somebody_else(
    role: str, client_of: Callable[[str], Client], draft: NewsPage
) -> None:
    client = client_of(role)
    found = {url for url in lists(draft) if says(client.get(url), SECRET)}
    assert bool(found) is (role in WORKERS), found


def test_the_own_draft_and_what_is_live_are_found(
    client_of: Callable[[str], Client], user_of: Callable[[str], User], site_tree: SiteTree
) -> None:
    own = NewsPageFactory(
        parent=site_tree.news, live=False, owner=user_of(roles.CONTRIBUTOR), title="我的草稿"
    )
    NewsPageFactory(parent=site_tree.news, owner=UserFactory(), title="读者看得到的")
    client = client_of(roles.CONTRIBUTOR)
    for name in ("wagtailadmin_explore", "wagtailadmin_choose_page_child"):
        response = client.get(reverse(name, args=[site_tree.news.pk]))
        assert says(response, own.title) and says(response, "读者看得到的")
    # The way to the section.
    assert says(client.get("/admin/pages/", follow=True), site_tree.news.title)


def test_choosers_offer_what_is_visible(
    user_of: Callable[[str], User], draft: NewsPage, rf: Any
) -> None:
    """Search in them asks the same hook; on SQLite it can't be asked in a test."""
    for role in roles.ALL:
        request = rf.get("/")
        request.user = user_of(role)
        offered = offer_visible_pages(Page.objects.all(), request)
        assert offered.filter(pk=draft.pk).exists() is (role in WORKERS)


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route


def addresses(key: int) -> list[str]:
    """Every address of the admin, each key in it ``key``."""
    found = set()
    for route in routes(get_resolver()):
        if not route.startswith("admin/") or "logout" in route:
            continue
        address = re.sub(r"<(?:int:)?\w+>|<str:\w+>|\(\?P<\w+>[^)]*\)", str(key), route)
        found.add("/" + re.sub(r"[\^$]|\\Z", "", address))
    return sorted(address for address in found if not re.search(r"[<(\\]", address))


@pytest.mark.parametrize("role", STRANGERS)
def test_no_address_of_the_admin_tells_its_title(
    role: str, client_of: Callable[[str], Client], draft: NewsPage
) -> None:
    client = client_of(role)
    client.raise_request_exception = False
    known: list[Any] = []
    urls = addresses(draft.pk)
    assert len(urls) > 200
    for url in urls:
        response = client.get(url, follow=True)
        if says(response, SECRET):
            known.append(url)
    assert not known


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
@pytest.mark.parametrize("asked", ["id={pk}", "id=all&childOf={parent}", "id={pk}&id={known}"])
def test_no_bulk_action_tells_its_title(
    action: str, asked: str, client_of: Callable[[str], Client], draft: NewsPage
) -> None:
    parent = draft.get_parent()
    known = NewsPageFactory(parent=parent, owner=UserFactory(), title="读者看得到的")
    client = client_of(roles.CONTRIBUTOR)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    query = asked.format(pk=draft.pk, parent=parent.pk, known=known.pk)
    for ask in (client.get, client.post):
        assert not says(ask(f"{url}?{query}&next=/admin/", follow=True), SECRET)
    # What everybody may read is told.
    if "id=all" in query or str(known.pk) in query:
        assert says(client.get(f"{url}?{query}"), known.title)


def test_no_draft_is_told_as_a_destination(
    client_of: Callable[[str], Client], user_of: Callable[[str], User], draft: NewsPage
) -> None:
    owner = user_of(roles.CONTRIBUTOR)
    own = NewsPageFactory(parent=draft.get_parent(), live=False, owner=owner)
    client = client_of(roles.CONTRIBUTOR)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    answers = [
        client.post(f"{url}?id={own.pk}", {"chooser": draft.pk}, follow=True),
        client.get(f"/admin/pages/{own.pk}/move/{draft.pk}/confirm/", follow=True),
        client.post(f"/admin/pages/{own.pk}/move/", {"new_parent_page": draft.pk}, follow=True),
    ]
    assert not any(says(response, SECRET) for response in answers)


def test_a_stranger_is_not_told_the_stage(
    client_of: Callable[[str], Client], draft: NewsPage
) -> None:
    url = reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[draft.pk])
    assert roles.FIRST_REVIEWER not in client_of(roles.CONTRIBUTOR).get(url).content.decode()
