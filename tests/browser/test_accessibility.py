"""axe finds nothing on any template: normal and elder, light and dark, telephone and desk."""

from collections.abc import Callable
from pathlib import Path

from django.test import Client

import pytest
from playwright.sync_api import Page

from accounts import roles
from tests.factories.home import SiteTree
from tests.support.filled import FilledSite

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Page]

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")
# Off by default in axe: the size of targets for everybody, contrast of 7:1 for elder mode.
SIZES = {"target-size": {"enabled": True}}
CONTRAST = {"color-contrast-enhanced": {"enabled": True}}
# Pages that belong to no page type.
OTHERS = ["/mei-you/", "/display/?next=/", "/_util/login/", "/news/?year=1990&page=9", "/offline/"]

WAYS = [
    pytest.param("", "light", 1280, id="normal-light"),
    pytest.param("", "dark", 360, id="normal-dark"),
    pytest.param("mode:elder", "light", 360, id="elder-light"),
    pytest.param("mode:elder.size:3", "dark", 1280, id="elder-dark"),
]


def violations(tab: Page, rules: dict[str, object]) -> list[str]:
    tab.evaluate(AXE)
    result = tab.evaluate("(rules) => axe.run(document, {rules})", rules)
    return [
        f"{fault['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for fault in result["violations"]
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize(("cookie", "scheme", "width"), WAYS)
def test_axe_finds_nothing(
    visit: Visit,
    site_tree: SiteTree,
    client_of: Callable[[str], Client],
    cookie: str,
    scheme: str,
    width: int,
) -> None:
    site = FilledSite(site_tree, 3, full=True)
    addresses = [*(page.url for page in site.pages.values()), *OTHERS]
    tab = visit(viewport={"width": width, "height": 900}, color_scheme=scheme)
    rules = SIZES | (CONTRAST if cookie else {})
    faults = {}
    tab.goto("/health/live")
    url = tab.url.removesuffix("/health/live")
    if cookie:
        tab.context.add_cookies([{"name": "display", "value": cookie, "url": url}])
    session = client_of(roles.EDITOR).cookies["sessionid"].value
    staff = {"name": "sessionid", "value": session}
    for address in [*addresses, "/style-guide/"]:
        if address == "/style-guide/":
            tab.context.add_cookies([{**staff, "url": url}])
        tab.goto(address)
        assert tab.url.startswith(f"{url}{address.partition('?')[0]}")
        if found := violations(tab, rules):
            faults[address] = found
    assert not faults, "\n".join(
        f"{address}\n  " + "\n  ".join(found) for address, found in faults.items()
    )
