"""What holds for every page, whatever its type."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from tests.front.conftest import Read

KINDS = [
    "home",
    "news",
    "theory",
    "lectures",
    "branches",
    "topics",
    "article",
    "theory article",
    "lecture",
    "branch",
    "topic",
]


def headings_have_one_top_and_no_gaps(document: BeautifulSoup) -> None:
    levels = [int(tag.name[1]) for tag in document.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
    assert levels.count(1) == 1
    main = [int(tag.name[1]) for tag in document.main.find_all(["h1", "h2", "h3", "h4"])]
    assert main[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(main))


def titles_are_plain_where_machines_read_them(document: BeautifulSoup) -> None:
    assert document.title.string.strip()
    head = str(document.head)
    assert "\u200b" not in head


def identifiers_are_unique_and_labels_lead_to_them(document: BeautifulSoup) -> None:
    identifiers = Counter(tag["id"] for tag in document.find_all(id=True))
    assert [name for name, count in identifiers.items() if count > 1] == []
    for name in ("for", "aria-labelledby", "aria-describedby"):
        for tag in document.find_all(attrs={name: True}):
            assert identifiers[tag[name]], tag


def pictures_say_what_they_show_or_that_they_decorate(document: BeautifulSoup) -> None:
    for image in document.find_all("img"):
        assert image.get("alt") is not None
        assert image["width"] and image["height"]


def links_and_buttons_have_a_name(document: BeautifulSoup) -> None:
    for tag in document.find_all(["a", "button"]):
        image = tag.find("img")
        assert tag.get_text(strip=True) or tag.get("aria-label") or (image and image["alt"]), tag


def icons_are_silent(document: BeautifulSoup) -> None:
    for icon in document.find_all("svg"):
        assert icon["aria-hidden"] == "true"


def the_skip_link_leads_to_the_main_part(document: BeautifulSoup) -> None:
    first = document.body.find("a")
    assert first["href"] == f"#{document.main['id']}"


def the_document_names_its_language_and_address(document: BeautifulSoup) -> None:
    assert document.html["lang"] == "zh-Hans"
    assert document.find("link", rel="canonical")["href"].startswith("http")
    assert document.find("meta", property="og:title")["content"]


def navigation_landmarks_have_different_names(document: BeautifulSoup) -> None:
    names = [tag.get("aria-label") for tag in document.find_all("nav")]
    assert None not in names
    assert len(set(names)) == len(names)


def lists_hold_list_items_only(document: BeautifulSoup) -> None:
    for tag in document.find_all(["ul", "ol"]):
        assert {child.name for child in tag.find_all(True, recursive=False)} <= {"li"}


CHECKS: list[Callable[[BeautifulSoup], None]] = [
    headings_have_one_top_and_no_gaps,
    titles_are_plain_where_machines_read_them,
    identifiers_are_unique_and_labels_lead_to_them,
    pictures_say_what_they_show_or_that_they_decorate,
    links_and_buttons_have_a_name,
    icons_are_silent,
    the_skip_link_leads_to_the_main_part,
    the_document_names_its_language_and_address,
    navigation_landmarks_have_different_names,
    lists_hold_list_items_only,
]


@pytest.mark.parametrize("kind", KINDS)
def test_page(kind: str, full_site: dict[str, str], read: Read) -> None:
    document = read(full_site[kind])
    for check in CHECKS:
        check(document)
