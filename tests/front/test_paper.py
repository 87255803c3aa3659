"""Pages laid out for paper: nothing to press, who and where at the foot, links as notes."""

from collections.abc import Callable

from django.test import Client

from wagtail.models import PageViewRestriction

import pytest

from accounts import roles
from learning.models import VideoLecturePage
from news.models import NewsPage
from tests.factories.articles import body
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory
from tests.front.conftest import Read
from tests.front.test_every_page import KINDS


@pytest.mark.parametrize("paper", ["normal", "large"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_a_version_for_paper(
    read: Read, full_site: dict[str, str], kind: str, paper: str
) -> None:
    document = read(f"{full_site[kind]}?print={paper}")
    assert document.html["data-paper"] == paper
    assert "{#" not in str(document)
    for name in ("site-header", "site-footer", "related", "tools", "pages", "filters", "chips"):
        assert document.find(class_=name) is None, name
    assert document.find("link", href=lambda href: href.endswith("print.css")).get("media") is None
    assert document.find("video") is document.find("audio") is None
    other = "large" if paper == "normal" else "normal"
    ways = [link["href"] for link in document.find(class_="paper-tools").find_all("a")]
    assert ways == [full_site[kind], f"?print={other}"]


def test_the_foot_says_which_and_where(read: Read, news: NewsPage) -> None:
    foot = read(f"{news.url}?print=normal").find(class_="paper-foot")
    text = foot.get_text(" ", strip=True)
    assert news.manuscript_number in text
    assert f"http://testserver{news.url}" in text
    assert foot.img["src"] == f"/share/{news.pk}.svg"


def test_links_stand_after_the_text_each_once(read: Read, site_tree: SiteTree) -> None:
    link = '<a href="https://example.org/a?b=1&amp;c=2">一处</a>'
    page = NewsPageFactory(parent=site_tree.news, body=body(f"看{link}，再看{link}，还有正文。"))
    document = read(f"{page.url}?print=large")
    assert [tag.get_text() for tag in document.find_all("sup")] == ["[1]", "[1]"]
    notes = document.find(class_="notes").find_all("li")
    assert [note.get_text() for note in notes] == ["https://example.org/a?b=1&c=2"]
    assert read(page.url).find(class_="notes") is None


def test_a_lecture_prints_all_it_says(read: Read, lecture: VideoLecturePage) -> None:
    document = read(f"{lecture.url}?print=normal&find=先看")
    assert len(document.find(class_="transcript").find_all("li")) == 3


def test_paper_is_not_remembered(client: Client, news: NewsPage) -> None:
    answer = client.get(f"{news.url}?print=large")
    assert "display" not in answer.cookies
    client.cookies["display"] = "mode:elder"
    assert "paper-head" in client.get(f"{news.url}?print=large").content.decode()


def test_a_page_for_members_has_no_code_which_would_lead_nowhere(
    site_tree: SiteTree, client_of: Callable[[str], Client]
) -> None:
    page = NewsPageFactory(parent=site_tree.news)
    client = client_of(roles.EDITOR)
    assert f"/share/{page.pk}.svg" in client.get(f"{page.url}?print=large").text
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    answer = client.get(f"{page.url}?print=large")
    assert answer.status_code == 200
    assert "/share/" not in answer.text
