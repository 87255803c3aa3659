"""What messengers and crawlers are told of a page."""

import json

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wagtail.models import PageViewRestriction

import pytest
from bs4 import BeautifulSoup

from accounts import roles
from core.models import SiteSettings
from tests.factories.articles import SourceFactory
from tests.factories.assets import ImageFactory, MediaFactory
from tests.factories.home import StandardPageFactory
from tests.factories.learning import VideoLecturePageFactory
from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory

pytestmark = pytest.mark.django_db


def head_of(address, client=None):
    response = (client or Client()).get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def tags(document):
    found = {}
    for meta in document.find_all("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name:
            found[name] = meta["content"]
    return found


@pytest.fixture
def news(site_tree):
    return NewsPageFactory(
        parent=site_tree.news,
        title="北渡口步道“通了”",
        cover=ImageFactory(size=(1600, 900)),
        topics=[TopicFactory(name="乡村振兴")],
        source=SourceFactory(name="枫渡党建"),
        author="林知行",
    )


def test_an_article(news):
    found = tags(head_of(news.url))
    assert found["og:type"] == "article"
    assert found["og:title"] == found["ArticleTitle"] == found["name"] == news.title
    assert found["og:url"] == found["Url"] == news.full_url
    assert found["og:image"].startswith(news.get_site().root_url)
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"] == "红色与白色各占一半"
    assert found["PubDate"] == "2026-03-05 00:00"
    assert found["article:published_time"] == "2026-03-05T00:00:00+08:00"
    assert found["ContentSource"] == "枫渡党建"
    assert found["Author"] == "林知行"
    assert found["Keywords"] == "乡村振兴"
    assert found["ColumnName"] == news.get_parent().title
    assert found["SiteName"] == found["og:site_name"]
    assert found["SiteDomain"] == "localhost"
    assert found["twitter:card"] == "summary_large_image"
    assert found["og:locale"] == "zh_CN"


def test_a_lecture_shows_its_film(site_tree):
    media = MediaFactory()
    found = tags(head_of(VideoLecturePageFactory(parent=site_tree.lectures, media=media).url))
    assert found["og:type"] == "video.other"
    assert found["og:video"].endswith(media.url)
    assert found["og:video:type"] == "video/mp4"


def test_other_pages_have_the_sites_picture(site_tree):
    for page in (site_tree.home, site_tree.news, StandardPageFactory(parent=site_tree.home)):
        found = tags(head_of(page.url))
        assert found["og:type"] == "website"
        assert found["og:image"].endswith("share.png")
        assert "ArticleTitle" not in found
    assert tags(head_of("/"))["og:title"] == SiteSettings().name


def test_the_identifying_code_only_where_there_is_one(site_tree, news):
    assert "SiteIDCode" not in tags(head_of(news.url))
    SiteSettings.objects.update_or_create(site=site_tree.site, defaults={"site_code": "4400000001"})
    assert tags(head_of(news.url))["SiteIDCode"] == "4400000001"


def test_a_private_page_says_nothing_of_itself_even_to_who_may_read_it(news, client_of):
    PageViewRestriction.objects.create(page=news, restriction_type="login")
    document = head_of(news.url, client_of(roles.EDITOR))
    found = tags(document)
    assert found["robots"] == "noindex"
    assert not [name for name in found if name.startswith(("og:", "Article", "twitter:"))]
    assert document.find("script", type="application/ld+json") is None
    assert document.find(attrs={"data-share": True}) is None


def test_nor_does_one_whose_time_is_over(news):
    news.expire_at = timezone.now()
    news.save()
    document = head_of(news.url)
    assert tags(document)["robots"] == "noindex"
    assert document.find("script", type="application/ld+json") is None
    assert document.find(attrs={"data-save": True}) is None


def test_a_preview_neither(news, client_of):
    client = client_of(roles.EDITOR)
    document = head_of(reverse("wagtailadmin_pages:view_draft", args=[news.pk]), client)
    assert tags(document)["robots"] == "noindex"
    assert document.find("script", type="application/ld+json") is None


def test_ways_to_share_need_no_script(news):
    document = head_of(news.url)
    share = document.find(attrs={"data-share": True})
    assert share.find("img")["src"] == f"/share/{news.pk}.svg"
    assert share.find(attrs={"data-address": True}).string == news.full_url
    assert all(button.has_attr("hidden") for button in share.find_all("button"))
    assert share.find(role="status").string is None


class TestStructuredData:
    def graph(self, page):
        script = head_of(page.url).find("script", type="application/ld+json")
        data = json.loads(script.string)
        assert data["@context"] == "https://schema.org"
        return {node["@type"]: node for node in data["@graph"]}

    def test_news(self, news):
        found = self.graph(news)
        article = found["NewsArticle"]
        assert article["headline"] == news.title
        assert article["datePublished"] == "2026-03-05T00:00:00+08:00"
        assert article["author"] == {"@type": "Person", "name": "林知行"}
        assert article["mainEntityOfPage"] == news.full_url
        assert article["inLanguage"] == "zh-Hans"
        assert article["keywords"] == ["乡村振兴"]
        assert len(article["image"]) == 2
        trail = [item["item"] for item in found["BreadcrumbList"]["itemListElement"]]
        parent = news.get_parent()
        assert trail == [parent.get_parent().full_url, parent.full_url, news.full_url]
        assert article["publisher"]["@id"] == found["Organization"]["@id"]

    def test_the_site_can_be_searched(self, site_tree):
        found = self.graph(site_tree.home)
        action = found["WebSite"]["potentialAction"]
        assert action["target"]["urlTemplate"].endswith("/search/?q={q}")
        assert "BreadcrumbList" not in found

    def test_a_film_with_chapters_and_words(self, site_tree):
        media = MediaFactory(
            transcript=[{"start": 0, "end": 5, "text": "大家好。"}],
            chapter_marks=[{"start": 0, "end": 14, "text": "开场"}],
        )
        page = VideoLecturePageFactory(parent=site_tree.lectures, media=media)
        video = self.graph(page)["VideoObject"]
        assert video["duration"] == "PT2S"
        assert video["transcript"] == "大家好。"
        assert video["contentUrl"].startswith("http")
        [clip] = video["hasPart"]
        assert (clip["name"], clip["startOffset"], clip["url"]) == (
            "开场",
            0,
            f"{page.full_url}?t=0",
        )

    def test_no_text_ends_it(self, site_tree):
        title = "</script><script>alert(1)</script><!--&\u2028"
        page = NewsPageFactory(parent=site_tree.news, title=title)
        text = Client().get(page.url).text
        block = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
        assert not set("<>&\u2028") & set(block)
        assert self.graph(page)["NewsArticle"]["headline"] == title


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("", ""),
        ("?utm_source=weixin&from=timeline", ""),
        ("?print=large", ""),
        ("?mode=elder", ""),
        ("?page=2", "?page=2"),
        ("?page=99&utm_source=x", "?page=2"),
        ("?page=1", ""),
        ("?year=2026&page=2", ""),
    ],
)
def test_one_address_for_each_thing(site_tree, asked, kept):
    for _number in range(25):
        NewsPageFactory(parent=site_tree.news)
    found = head_of(f"/news/{asked}").find("link", rel="canonical")["href"]
    assert found == f"{site_tree.news.full_url}{kept}"


def test_a_topic_without_a_page_is_a_thing_of_its_own(site_tree):
    NewsPageFactory(parent=site_tree.news, topics=[TopicFactory(name="河长制", slug="he")])
    link = head_of("/topics/?topic=he&from=groupmessage").find("link", rel="canonical")
    assert link["href"] == f"{site_tree.topics.full_url}?topic=he"
