"""The guide: for staff alone, and it holds what the stylesheets and templates have."""

from collections.abc import Callable
from pathlib import Path

from django.test import Client

import pytest
from bs4 import BeautifulSoup

from accounts import roles
from core.style_guide.tokens import colours
from tests.factories.home import SiteTree
from tests.support.stylesheets import MODES, colour, contrast

COMPONENTS = Path(__file__).parents[2] / "templates" / "components"


def test_readers_are_asked_who_they_are(client: Client, site_tree: SiteTree) -> None:
    answer = client.get("/style-guide/")
    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]


@pytest.mark.parametrize("cookie", ["", "mode:elder", "theme:dark.size:3"])
def test_it_shows_every_state(client_of: Callable[[str], Client], cookie: str) -> None:
    client = client_of(roles.EDITOR)
    client.cookies["display"] = cookie
    answer = client.get("/style-guide/")
    assert answer.status_code == 200
    document = BeautifulSoup(answer.content, "html.parser")
    identifiers = [tag["id"] for tag in document.find_all(id=True)]
    assert len(identifiers) == len(set(identifiers))
    for name in ("row", "chip", "facts", "tools", "pages", "empty", "notice", "field__error"):
        assert document.find(class_=name), name


def test_colours_and_contrast_are_those_of_the_stylesheet() -> None:
    found = {one.name: one.values for one in colours()}
    assert "accent" in found
    for name, values in found.items():
        assert tuple(value.mode for value in values) == MODES
        for value in values:
            pair = colour(f"--color-{name}", value.mode), colour("--color-paper", value.mode)
            assert value.contrast == f"{contrast(*pair):.1f}"
