"""A real server and a real browser."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from search import door, synonyms
from tests.factories.home import SiteTree
from tests.support.searching import OFFICE, SITE, Index
from tests.support.services import ARGUMENTS, find_browser

# Two busy cores need their time; nothing is asserted about how long a step takes.
PATIENCE = 20_000


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: Any) -> Any:
    """Started only when the test database stands.

    Before, its name still says "in memory", and the server's threads would share one connection
    of SQLite, which crashes the process.
    """
    return live_server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop running in this thread, and Django would refuse its queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """``visit()`` is a new reader's empty tab. What the page itself breaks fails the test."""
    contexts = []
    faults: list[str] = []

    def open_tab(**options: Any) -> Page:
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "zh-CN", **options}
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        tab = context.new_page()
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("response", lambda answer: answer.status >= 500 and faults.append(answer.url))
        return tab

    yield open_tab
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def indexed(tmp_path: Path, settings: Any, site_tree: SiteTree) -> Iterator[Callable[[], None]]:
    """``indexed()`` brings both indices up to date, as the worker does."""
    settings.HONGFAN_HOME = tmp_path
    door.engine.cache_clear()
    synonyms._memory.forget()

    def catch_up() -> None:
        for scope in (SITE, OFFICE):
            found = door.engine(scope)
            Index(found, found.local).catch_up()

    yield catch_up
    door.engine.cache_clear()
    synonyms._memory.forget()
