"""Fixtures for every test: the site, people of every role, their clients."""

from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client
from django.utils import translation

import pytest

from accounts import roles
from accounts.models import User
from home.models import HomePage
from tests.factories.accounts import UserFactory
from tests.factories.home import SiteTree, build_site, read_site
from tests.support.rule import no_rule
from tests.support.services import (  # noqa: F401
    pytest_collection_modifyitems,
    pytest_runtest_makereport,
    pytest_terminal_summary,
)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Every test finds the site as ``setup_site`` makes it: built once, nothing else in it."""
    with django_db_blocker.unblock():
        build_site()


@pytest.fixture(autouse=True)
def publishing_rule() -> Iterator[None]:
    """Off, so that a test of something else can have its pages live. ``tests/approvals`` has it on."""
    with no_rule():
        yield


@pytest.fixture(autouse=True)
def source_language() -> Iterator[None]:
    """A request leaves its language active; the next test starts in the source language."""
    yield
    translation.deactivate()


@pytest.fixture
def site_tree(db: None) -> SiteTree:
    """Home page and sections, with roles and workflow."""
    try:
        return read_site()
    except HomePage.DoesNotExist:
        # A test with real transactions emptied the database.
        return build_site()


@pytest.fixture
def user_of(site_tree: SiteTree) -> Callable[[str], User]:
    """``user_of(roles.EDITOR)`` is the one person of that role; the same at every call."""
    people: dict[str, User] = {}

    def get(role: str) -> User:
        if role not in people:
            people[role] = UserFactory(
                username=f"person{roles.ALL.index(role)}", display_name=f"{role}张", roles=[role]
            )
        return people[role]

    return get


@pytest.fixture
def reviewers(user_of: Callable[[str], User]) -> list[User]:
    """Somebody for each stage: without them nothing can be submitted."""
    return [user_of(role) for role in roles.REVIEWERS]


@pytest.fixture
def client_of(user_of: Callable[[str], User]) -> Callable[[str], Client]:
    """``client_of(roles.EDITOR)`` is a browser in which that person is logged in."""

    def get(role: str) -> Client:
        client = Client()
        client.force_login(user_of(role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return get
