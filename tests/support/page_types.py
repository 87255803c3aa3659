"""One address of each type of page of a running site, found as a reader finds them: by links."""

import urllib.error
import urllib.request

from bs4 import BeautifulSoup

SECTIONS = {
    "news": "/news/",
    "theory": "/theory/",
    "lectures": "/lectures/",
    "branches": "/branches/",
    "topics": "/topics/",
}
LINKS = ("row__link", "tile__link", "column__link")


def read(address: str) -> BeautifulSoup:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return BeautifulSoup(answer.read(), "html.parser")


def exists(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=60):
            return True
    except urllib.error.HTTPError:
        return False


def first_of(site: str, section: str) -> str:
    """The first page that a section lists."""
    link = read(f"{site}{section}").main.find("a", class_=LINKS)
    if link is None:
        raise RuntimeError(f"{section} lists nothing.")
    return str(link["href"])


def page_types(site: str) -> dict[str, str]:
    """Name and path of each type."""
    found = {"home": "/", **{f"{name} index": path for name, path in SECTIONS.items()}}
    for name, section in (
        ("article", "news"),
        ("theory article", "theory"),
        ("lecture", "lectures"),
        ("branch", "branches"),
        ("topic", "topics"),
    ):
        found[name] = first_of(site, SECTIONS[section])
    footer = read(f"{site}/").footer
    plain = [link["href"] for link in footer.find_all("a") if link["href"].startswith("/")]
    known = {*found.values()}
    found["standard page"] = next(
        path for path in plain if path not in known and "?" not in path and exists(f"{site}{path}")
    )
    results = "/search/?q=%E6%94%AF%E9%83%A8"
    if exists(f"{site}{results}"):
        found["search"] = results
    return found
