"""Section indexes, home sections, topic pages: many, one, none."""

import datetime

from home.models import HomePage
from tests.factories.accounts import BranchFactory
from tests.factories.assets import ImageFactory
from tests.factories.home import SiteTree
from tests.factories.learning import TheoryArticlePageFactory
from tests.factories.news import BranchPageFactory, NewsPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory
from tests.front.conftest import Read


def rows(document: object) -> list[str]:
    titles = document.main.find_all(class_="row__title")
    return [title.get_text(strip=True).replace("\u200b", "") for title in titles]


def test_rows_stand_under_their_month(read: Read, site_tree: SiteTree) -> None:
    for day in ((2026, 3, 5), (2026, 3, 1), (2026, 1, 31)):
        NewsPageFactory(parent=site_tree.news, date=datetime.date(*day))
    document = read("/news/")
    months = [month.get_text(strip=True) for month in document.find_all(class_="month__title")]
    assert months == ["2026年3月", "2026年1月"]
    assert [len(month.find_all("article")) for month in document.find_all(class_="month")] == [2, 1]


def test_a_date_is_written_out_and_machine_readable(read: Read, site_tree: SiteTree) -> None:
    NewsPageFactory(parent=site_tree.news, date=datetime.date(2026, 3, 5))
    time = read("/news/").main.find("time")
    assert time.get_text() == "2026年3月5日"
    assert time["datetime"] == "2026-03-05"


def test_pages_of_a_long_list(read: Read, site_tree: SiteTree) -> None:
    for _ in range(21):
        NewsPageFactory(parent=site_tree.news)
    first = read("/news/?year=2026").find("nav", attrs={"aria-label": "翻页"})
    assert first.find("a", rel="prev") is None
    assert first.find("a", rel="next")["href"] == "?year=2026&page=2"
    assert first.find(attrs={"aria-current": "page"}).get_text(strip=True) == "1"
    last = read("/news/?page=99")
    assert len(rows(last)) == 1
    assert last.find("a", rel="next") is None


def test_a_short_list_has_no_page_numbers(read: Read, site_tree: SiteTree) -> None:
    NewsPageFactory(parent=site_tree.news)
    assert read("/news/").find("nav", attrs={"aria-label": "翻页"}) is None


def test_an_empty_section_says_so_and_leads_on(read: Read) -> None:
    empty = read("/news/").find(class_="empty")
    assert "还没有发布内容" in empty.get_text()
    assert empty.a["href"] == "/"


def test_filters_without_a_result_can_be_cleared(read: Read, site_tree: SiteTree) -> None:
    NewsPageFactory(parent=site_tree.news)
    topic = TopicFactory()
    document = read(f"/news/?topic={topic.slug}")
    assert "没有符合这些条件" in document.find(class_="empty").get_text()
    assert document.find("select", id="filter-topic").find("option", selected=True)["value"] == (
        topic.slug
    )
    assert document.find("details", class_="filters").has_attr("open")


def test_the_filter_form_keeps_the_chosen_format(read: Read, site_tree: SiteTree) -> None:
    TheoryArticlePageFactory(parent=site_tree.theory)
    document = read("/theory/?format=long")
    chosen = document.find("nav", attrs={"aria-label": "体裁"}).find(attrs={"aria-current": True})
    assert chosen.get_text(strip=True) == "长读"
    form = document.find("form", class_="filters__form")
    assert form.find("input", attrs={"name": "format"})["value"] == "long"


def test_a_row_without_a_picture_takes_the_whole_width(read: Read, site_tree: SiteTree) -> None:
    NewsPageFactory(parent=site_tree.news)
    NewsPageFactory(parent=site_tree.news, cover=ImageFactory())
    found = read("/news/").find_all("article", class_="row")
    assert ["row--picture" in row["class"] for row in found] == [
        bool(row.find("img")) for row in found
    ]
    assert sorted(bool(row.find("img")) for row in found) == [False, True]


def test_a_branch_without_a_picture_shows_its_first_character(
    read: Read, site_tree: SiteTree
) -> None:
    BranchPageFactory(parent=site_tree.branches, branch=BranchFactory(name="松岭党支部"))
    letter = read("/branches/").find(class_="frame--letter")
    assert letter.get_text(strip=True) == "松"
    assert letter["aria-hidden"] == "true"


def test_a_hostile_title_stays_text(read: Read, site_tree: SiteTree) -> None:
    NewsPageFactory(parent=site_tree.news, title="<script>alert(1)</script>步道", summary="<b>x")
    document = read("/news/")
    assert rows(document) == ["<script>alert(1)</script>步道"]
    assert not [script for script in document.main.find_all("script") if not script.get("src")]
    assert document.main.find("b") is None


def test_home_shows_the_lead_once(read: Read, site_tree: SiteTree) -> None:
    older = NewsPageFactory(parent=site_tree.news, date=datetime.date(2026, 1, 1), title="旧事")
    newest = NewsPageFactory(parent=site_tree.news, date=datetime.date(2026, 2, 1), title="新事")
    document = read("/")
    assert document.find(class_="lead--first").find("a")["href"] == newest.url
    assert rows(document) == [older.title]


def test_home_leaves_out_sections_with_nothing_to_show(read: Read, site_tree: SiteTree) -> None:
    NewsPageFactory(parent=site_tree.news)
    TheoryArticlePageFactory(parent=site_tree.theory)
    titles = [tag.get_text(strip=True) for tag in read("/").main.find_all(class_="section__head")]
    assert len(titles) == 1
    assert titles[0].startswith("理论文章")


def test_home_of_an_empty_site_says_so(read: Read, site_tree: SiteTree) -> None:
    HomePage.objects.filter(pk=site_tree.home.pk).update(sections="[]")
    assert "正在筹备" in read("/").main.get_text()


def test_a_topic_without_articles_leads_to_the_others(read: Read, site_tree: SiteTree) -> None:
    topic = TopicPageFactory(parent=site_tree.topics)
    empty = read(topic.url).find(class_="empty")
    assert empty.a["href"] == "/topics/"


def test_a_topic_counts_and_lists(read: Read, site_tree: SiteTree) -> None:
    topic = TopicPageFactory(parent=site_tree.topics)
    for number in range(2):
        NewsPageFactory(parent=site_tree.news, title=f"新闻{number}", topics=[topic.topic])
    TheoryArticlePageFactory(parent=site_tree.theory, topics=[topic.topic])
    document = read(topic.url)
    assert "3 篇" in document.find("header", class_="page-head").get_text(" ", strip=True)
    kinds = document.find("nav", attrs={"aria-label": "类型"})
    assert {link.get_text(" ", strip=True) for link in kinds.find_all("a")} == {
        "新闻 2",
        "理论文章 1",
    }
    assert len(rows(read(f"{topic.url}?type=theory"))) == 1
