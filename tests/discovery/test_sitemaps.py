"""What search engines are told: every open page, its versions, addresses that answer."""

import datetime

from django.utils import timezone

from wagtail.models import PageViewRestriction

import pytest

from discovery.sitemaps import PARTS
from discovery.sitemaps.base import SitemapPart
from tests.discovery.conftest import SPACES
from tests.factories.articles import body
from tests.factories.assets import ImageFactory, MediaFactory
from tests.factories.home import StandardPageFactory
from tests.factories.learning import VideoLecturePageFactory
from tests.factories.news import NewsPageFactory

pytestmark = pytest.mark.django_db


def versions(entry):
    links = entry.findall("xhtml:link", SPACES)
    return {link.get("hreflang"): link.get("href") for link in links}


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def test_pages_of_all_languages_name_each_other(read_map, translate, site_tree):
    page = NewsPageFactory(parent=site_tree.news)
    alone = NewsPageFactory(parent=site_tree.news)
    english, traditional = translate(page, "en"), translate(page, "zh-hant")
    found = read_map("pages")
    expected = {"zh-Hans": page.full_url, "en": english.full_url, "zh-Hant": traditional.full_url}
    for version in (page, english, traditional):
        assert versions(found[version.full_url]) == expected
    assert versions(found[alone.full_url]) == {}


def hide(page, state, site_tree):
    if state == "private":
        restrict(page)
    elif state == "below private":
        restrict(page.get_parent())
    elif state == "draft":
        page.unpublish()
    else:
        # Its time is over, the job that takes it down hasn't come by.
        type(page).objects.filter(pk=page.pk).update(
            expire_at=timezone.now() - datetime.timedelta(seconds=1)
        )


@pytest.mark.parametrize("state", ["private", "below private", "draft", "expired"])
@pytest.mark.parametrize("kind", list(PARTS))
def test_what_is_not_for_everybody_is_in_no_map(read_map, site_tree, kind, state):
    shared = {"cover": ImageFactory(), "date": timezone.localdate()}
    news = NewsPageFactory(parent=site_tree.news, **shared)
    lecture = VideoLecturePageFactory(parent=site_tree.lectures, media=MediaFactory(), **shared)
    page = lecture if kind == "videos" else news
    assert page.full_url in read_map(kind)
    hide(page, state, site_tree)
    assert page.full_url not in read_map(kind)


def test_stand_ins_lead_elsewhere_and_are_not_told(read_map, translate, site_tree):
    english = translate(NewsPageFactory(parent=site_tree.news), "en")
    stand_in = english.get_parent()
    assert stand_in.alias_of_id
    found = read_map("pages")
    assert english.full_url in found
    assert stand_in.full_url not in found


def test_every_address_answers_without_leading_elsewhere(client, read_map, translate, site_tree):
    translate(NewsPageFactory(parent=site_tree.news), "en")
    for address in read_map("pages"):
        assert client.get(address).status_code == 200, address


def test_news_are_those_of_two_days(read_map, site_tree):
    today = timezone.localdate()
    dates = [today + datetime.timedelta(days=days) for days in (-2, -1, 0, 1)]
    pages = [NewsPageFactory(parent=site_tree.news, date=date) for date in dates]
    found = read_map("news")
    assert found.keys() == {page.full_url for page in pages[1:3]}
    entry = found[pages[2].full_url].find("news:news", SPACES)
    assert entry.findtext("news:title", namespaces=SPACES) == pages[2].title
    assert entry.findtext("news:publication/news:language", namespaces=SPACES) == "zh-cn"
    moment = entry.findtext("news:publication_date", namespaces=SPACES)
    assert datetime.datetime.fromisoformat(moment).date() == today


def test_a_video_has_picture_file_and_length(read_map, site_tree):
    media = MediaFactory()
    page = VideoLecturePageFactory(parent=site_tree.lectures, media=media)
    [video] = read_map("videos")[page.full_url].findall("video:video", SPACES)
    texts = {element.tag.partition("}")[2]: element.text for element in video}
    assert texts["content_loc"].endswith(media.url)
    assert texts["content_loc"].startswith("http")
    assert texts["thumbnail_loc"].startswith("http")
    assert texts["duration"] == "2"
    assert texts["title"] == page.title


def test_pictures_of_cover_and_body(read_map, site_tree):
    cover, inside = ImageFactory(), ImageFactory()
    content = [*body("正文"), ("picture", {"image": inside, "caption": ""})]
    page = NewsPageFactory(parent=site_tree.news, cover=cover, body=content)
    bare = StandardPageFactory(parent=site_tree.home)
    found = read_map("images")
    assert len(found[page.full_url].findall("image:image", SPACES)) == 2
    assert bare.full_url not in found


def test_titles_that_xml_cannot_hold(read_map, site_tree):
    NewsPageFactory(parent=site_tree.news, title="步道<&>\x0b\ufffe", date=timezone.localdate())
    [entry] = read_map("news").values()
    assert entry.findtext("news:news/news:title", namespaces=SPACES) == "步道<&>"


def test_a_long_map_comes_in_parts(client, read_map, site_tree, monkeypatch):
    monkeypatch.setattr(SitemapPart, "size", 4)
    pages = [NewsPageFactory(parent=site_tree.news) for _number in range(9)]
    assert {page.full_url for page in pages} <= read_map("pages").keys()
    assert client.get("/sitemap.xml").text.count("/sitemap-pages-") == 4
    assert client.get("/sitemap-pages-5.xml").status_code == 404
    assert client.get("/sitemap-nothing-1.xml").status_code == 404


@pytest.mark.parametrize("kind", list(PARTS))
def test_queries_do_not_grow(client, site_tree, kind, django_assert_num_queries):
    def fill():
        shared = {"cover": ImageFactory(), "date": timezone.localdate()}
        NewsPageFactory(parent=site_tree.news, **shared)
        VideoLecturePageFactory(parent=site_tree.lectures, media=MediaFactory(), **shared)

    fill()
    address = f"/sitemap-{kind}-1.xml"
    client.get(address)
    with django_assert_num_queries({"pages": 5, "news": 4, "videos": 5, "images": 7}[kind]):
        client.get(address)
    for _more in range(4):
        fill()
    with django_assert_num_queries({"pages": 5, "news": 4, "videos": 5, "images": 7}[kind]):
        client.get(address)


def test_the_index_counts_each_kind_once(client, site_tree, django_assert_max_num_queries):
    client.get("/sitemap.xml")
    with django_assert_max_num_queries(7):
        client.get("/sitemap.xml")


def test_robots(client, site_tree):
    text = client.get("/robots.txt").text
    assert f"Sitemap: {site_tree.site.root_url}/sitemap.xml" in text
    for path in ("/admin/", "/s/", "/search/", "/*/search/"):
        assert f"Disallow: {path}\n" in text
    assert "Disallow: /\n" not in text


def test_asked_again_it_is_not_sent_again(client, site_tree):
    for address in ("/sitemap.xml", "/sitemap-pages-1.xml", "/robots.txt"):
        etag = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
