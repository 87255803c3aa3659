"""RSS and Atom, read as a feed program reads them."""

import datetime
from xml.etree import ElementTree

from django.test import Client
from django.utils import timezone

from wagtail.models import Locale, PageViewRestriction

import pytest
from bs4 import BeautifulSoup

from tests.factories.articles import words
from tests.factories.assets import ImageFactory
from tests.factories.home import StandardPageFactory
from tests.factories.news import BranchPageFactory, NewsPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def rss(address):
    response = Client().get(address)
    assert response.status_code == 200, address
    return ElementTree.fromstring(response.content).find("channel")


def titles(address):
    return [item.findtext("title") for item in rss(address).findall("item")]


@pytest.fixture
def topic(db):
    return TopicFactory(name="河长制", slug="he")


@pytest.fixture
def branch_page(site_tree):
    return BranchPageFactory(parent=site_tree.branches)


@pytest.fixture
def news(site_tree, topic, branch_page):
    return NewsPageFactory(
        parent=site_tree.news,
        title="北渡口<步道>",
        topics=[topic],
        branch=branch_page.branch,
        cover=ImageFactory(),
        author="林知行",
    )


def test_an_item(news):
    [item] = rss("/news/feed.rss").findall("item")
    assert item.findtext("title") == "北渡口<步道>"
    assert item.findtext("link") == news.full_url
    assert item.findtext("description") == news.summary
    assert item.findtext("pubDate") == "Thu, 05 Mar 2026 00:00:00 +0800"
    assert item.findtext("guid").startswith("urn:uuid:")
    assert [tag.text for tag in item.findall("category")] == ["新闻", "河长制"]
    thumbnail = item.find("{http://search.yahoo.com/mrss/}thumbnail")
    assert thumbnail.get("url").startswith("http")


def test_the_same_in_atom(news):
    root = ElementTree.fromstring(Client().get("/news/feed.atom").content)
    [entry] = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "北渡口<步道>"
    assert entry.findtext(f"{ATOM}published") == "2026-03-05T00:00:00+08:00"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "林知行"
    assert root.find(f"{ATOM}link[@rel='self']").get("href").endswith("/news/feed.atom")


def test_the_identity_outlives_title_and_address(news):
    before = rss("/news/feed.rss").find("item").findtext("guid")
    news.title, news.slug = "别的", "bie-de"
    news.save()
    assert rss("/news/feed.rss").find("item").findtext("guid") == before


def test_no_text_beyond_the_summary(news):
    assert words(60) not in Client().get("/feed.rss").text


def test_site_section_topic_and_branch(site_tree, news, topic, branch_page):
    other = NewsPageFactory(parent=site_tree.news, date=datetime.date(2026, 3, 6))
    page = TopicPageFactory(parent=site_tree.topics, topic=topic)
    assert {news.title, other.title, branch_page.title} == set(titles("/feed.rss"))
    assert titles("/news/feed.rss") == [other.title, news.title]
    assert titles(f"{page.url}feed.rss") == [news.title]
    assert news.title in titles(f"{branch_page.url}feed.rss")
    assert other.title not in titles(f"{branch_page.url}feed.rss")


def test_a_topic_without_a_page(news, topic):
    assert titles("/topics/feed.rss?topic=he") == [news.title]
    assert Client().get("/topics/feed.rss?topic=none").status_code == 404
    assert Client().get("/topics/feed.rss").status_code == 404


def test_each_language_has_its_own(news):
    english = news.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.title, english.live = "The path", True
    english.save()
    for stand_in in english.get_ancestors().filter(depth__gt=1).specific():
        stand_in.alias_of, stand_in.live = None, True
        stand_in.save()
    assert titles("/en/feed.rss") == ["The path"]
    assert rss("/en/feed.rss").findtext("language") == "en"
    assert "The path" not in titles("/feed.rss")


@pytest.mark.parametrize("state", ["draft", "expired", "private", "source private"])
def test_what_is_not_for_everybody_is_in_no_feed(news, site_tree, topic, branch_page, state):
    page = TopicPageFactory(parent=site_tree.topics, topic=topic)
    addresses = ["/feed.rss", "/news/feed.rss", "/feed.atom", f"{page.url}feed.rss"]
    addresses.append(f"{branch_page.url}feed.rss")
    for address in addresses:
        assert news.full_url in Client().get(address).text
    if state == "draft":
        news.unpublish()
    elif state == "expired":
        # The job that takes it down hasn't come by.
        news.expire_at = timezone.now()
        news.save()
    elif state == "private":
        PageViewRestriction.objects.create(page=news, restriction_type="login")
    else:
        PageViewRestriction.objects.create(page=site_tree.home, restriction_type="login")
    for address in addresses:
        response = Client().get(address)
        assert news.full_url not in response.text
        assert "步道" not in response.text


def test_a_private_section_has_no_feed(site_tree, news):
    PageViewRestriction.objects.create(page=site_tree.news, restriction_type="login")
    for kind in ("rss", "atom"):
        assert Client().get(f"/news/feed.{kind}").status_code == 404


def test_pages_that_collect_nothing_have_none(site_tree, news):
    about = StandardPageFactory(parent=site_tree.home)
    for address in (f"{about.url}feed.rss", f"{news.url}feed.rss", "/nowhere/feed.rss"):
        assert Client().get(address).status_code == 404


@pytest.mark.parametrize("address", ["/feed.rss", "/feed.atom", "/podcast.xml"])
def test_asked_again_nothing_is_sent(site_tree, address):
    for _state in ("empty", "filled"):
        first = Client().get(address)
        again = Client().get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        NewsPageFactory(parent=site_tree.news)


def test_known_by_its_date_too(news):
    news.save_revision().publish(skip_permission_checks=True)
    first = Client().get("/feed.rss")
    again = Client().get("/feed.rss", headers={"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 304


def test_text_that_xml_cannot_hold(site_tree):
    NewsPageFactory(
        parent=site_tree.news, title="步道\x0b通了", summary="甲\x00乙".replace("\x00", "\x01")
    )
    assert titles("/feed.rss") == ["步道通了"]


@pytest.mark.parametrize("place", ["/feed.rss", "/news/feed.rss"])
def test_queries_do_not_grow(site_tree, topic, place, django_assert_max_num_queries):
    def fill():
        NewsPageFactory(parent=site_tree.news, cover=ImageFactory(), topics=[topic])

    fill()
    Client().get(place)
    for _more in range(2):
        with django_assert_max_num_queries(8):
            Client().get(place)
        for _number in range(5):
            fill()


def test_programs_find_the_feeds(site_tree, news):
    found = {}
    for address in ("/", "/news/", news.url):
        document = BeautifulSoup(Client().get(address).content, "html.parser")
        links = document.find_all("link", rel="alternate", type=True)
        found[address] = [link["href"].partition("localhost")[2] for link in links]
    site = ["/feed.rss", "/feed.atom", "/podcast.xml"]
    assert found["/"] == found[news.url] == site
    assert found["/news/"] == [*site, "/news/feed.rss", "/news/feed.atom"]
