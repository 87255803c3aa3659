"""What Wagtail's own catalogues leave in English, in ``site/locale_wagtail``."""

import re
from pathlib import Path

from django.conf import settings
from django.utils import translation

import polib
import pytest

from accounts import roles
from tests.factories.assets import ImageFactory
from tests.factories.news import NewsPageFactory

FOLDER = Path(settings.LOCALE_PATHS[1])
CATALOGUES = sorted(FOLDER.rglob("*.po"))
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[.\d]*[a-zA-Z]|\{\w+\}")
# What an editor meets on every page of the admin.
SCREENS = ["/admin/", "/admin/pages/", "/admin/images/", "/admin/account/"]
ENGLISH = re.compile(
    r">\s*(?:Actions|Saved|Search all pages…|Checks|Locking:|Date updated|Edited by|Any|Density"
    r"|Content metrics|Readability|Theme preferences|Choose video|Layout)\s*<"
)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_catalogue_is_complete_and_compiled(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    assert len(catalogue) > 10
    for entry in catalogue:
        texts = [entry.msgstr, *entry.msgstr_plural.values()]
        assert any(texts), entry.msgid
        known = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.msgid_plural)}
        assert set(PLACEHOLDER.findall("".join(texts))) <= known, entry.msgid
    assert path.with_suffix(".mo").read_bytes() == catalogue.to_binary()


def test_it_is_asked_before_wagtails_own() -> None:
    with translation.override("zh-hans"):
        assert translation.gettext("Autosave is paused") == "自动保存已暂停"
        assert translation.ngettext("%(count)d x", "%(count)d xs", 2) == "%(count)d xs"
    with translation.override("en"):
        assert translation.gettext("Autosave is paused") == "Autosave is paused"


def test_seldom_screens_are_chinese(client_of, site_tree) -> None:
    image = ImageFactory()
    chief, admin = client_of(roles.CHIEF_EDITOR), client_of(roles.ADMINISTRATOR)
    for client, url in [
        (chief, f"/admin/images/{image.pk}/generate_url/"),
        (admin, "/admin/redirects/import/"),
        (admin, "/admin/account/"),
    ]:
        html = client.get(url, follow=True).text
        for words in ("Generate URL", "Select a file where", "Use server language"):
            assert words not in html, url


@pytest.mark.parametrize("role", [roles.CONTRIBUTOR, roles.CHIEF_EDITOR])
def test_screens_are_chinese(client_of, site_tree, role) -> None:
    client = client_of(role)
    for url in [
        *SCREENS,
        f"/admin/pages/{site_tree.news.pk}/",
        f"/admin/pages/add/news/newspage/{site_tree.news.pk}/",
    ]:
        html = client.get(url, follow=True).content.decode()
        assert not ENGLISH.findall(html), url


@pytest.mark.parametrize("address", ["/admin/pages/search/", "/admin/pages/{}/"])
@pytest.mark.parametrize("count", [1, 2])
def test_found_pages_are_called_pages(client_of, site_tree, address, count) -> None:
    for _number in range(count):
        NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    client = client_of(roles.CHIEF_EDITOR)
    html = client.get(address.format(site_tree.news.pk), {"q": "石阶路"}).text
    assert f"{count} 个页面中的第 1–{count} 个" in html
