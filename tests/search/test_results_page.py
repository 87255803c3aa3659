"""The page of results, as a reader sees it."""

import datetime
import re
import time
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import Group
from django.test import Client

from wagtail.models import Locale, PageViewRestriction

import pytest

from accounts import roles
from accounts.models import Branch
from search import door as doors
from search import labels, synonyms
from search.models import CuratedResult, SynonymGroup
from tests.factories.articles import body
from tests.factories.home import SiteTree
from tests.factories.learning import TheoryArticlePageFactory
from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory
from tests.support.searching import Index, leads_to
from topics.models import Topic

ADDRESS = "/search/"
# Too short to be a copy of another.
SHORT = body("略。")


@pytest.fixture
def shown(index: Index, client: Client) -> Any:
    """``shown(q="石阶")``: the page's HTML, everything made so far being indexed."""

    def show(path: str = ADDRESS, **params: Any) -> str:
        index.catch_up()
        response = client.get(path, params)
        assert response.status_code == 200
        return response.text

    return show


def test_a_result_leads_to_the_page_and_to_its_best_paragraph(
    shown: Any, site_tree: SiteTree
) -> None:
    text = (
        '<p data-block-key="aaa11">村里开了三次会。</p>'
        '<p data-block-key="bbb22">乡亲们在河岸种下<b>油茶</b>，三年后榨油。</p>'
    )
    page = NewsPageFactory(parent=site_tree.news, title="渡口", body=[("paragraph", text)])
    html = shown(q="油茶")
    assert leads_to(html, page.url)
    assert leads_to(html, f"{page.url}#p-bbb22")
    assert "种下<mark>油茶</mark>，" in html


@pytest.mark.parametrize("typed", ["河", "“河”", "河 钓", "油 河"])
def test_one_character_finds_the_words_that_it_stands_in(
    shown: Any, site_tree: SiteTree, typed: str
) -> None:
    """The dictionary makes one word of 河岸."""
    page = NewsPageFactory(parent=site_tree.news, title="沿着河岸走一走")
    assert leads_to(shown(q=typed), page.url)


def test_a_synonym_of_one_character_finds_it_inside_words(shown: Any, site_tree: SiteTree) -> None:
    page = NewsPageFactory(parent=site_tree.news, title="沿着河岸走一走")
    SynonymGroup.objects.create(words="河\n江流")
    synonyms._memory.forget()
    assert leads_to(shown(q="河"), page.url)
    assert leads_to(shown(q="江流"), page.url)


def test_words_are_marked_in_the_title_and_html_is_escaped(shown: Any, site_tree: SiteTree) -> None:
    NewsPageFactory(parent=site_tree.news, title="<b>石阶路</b>与A&B")
    html = shown(q="石阶路")
    assert "&lt;b&gt;<mark>石阶路</mark>&lt;/b&gt;与A&amp;B" in html


def test_a_lecture_leads_to_the_seconds_where_it_is_said(shown: Any, lecture: Any) -> None:
    lecture.media.transcript = [
        {"start": start, "end": start + 5, "text": text}
        for start, text in [(5, "开场"), (83.4, "先修引水渠"), (3720, "引水渠修好了")]
    ]
    lecture.media.save()
    html = shown(q="引水渠")
    assert leads_to(html, f"{lecture.url}?t=83#player")
    assert "先修<mark>引水渠</mark>" in html
    assert "1:02:00" in html


def test_facets_count_what_is_found_and_narrow_it(shown: Any, site_tree: SiteTree) -> None:
    topic = TopicFactory(name="河长制")
    NewsPageFactory(parent=site_tree.news, title="石阶路上的新闻", topics=[topic])
    NewsPageFactory(parent=site_tree.news, title="石阶路去年的新闻", date=datetime.date(2025, 3, 5))
    TheoryArticlePageFactory(parent=site_tree.theory, title="石阶路的道理")
    html = shown(q="石阶路")
    assert '理论文章 <span class="number">1</span>' in html
    assert 'href="?q=%E7%9F%B3%E9%98%B6%E8%B7%AF&amp;kind=theory"' in html
    assert '2025 <span class="number">1</span>' in html
    html = shown(q="石阶路", kind="theory")
    assert "石阶路</mark>的道理" in html
    assert "上的新闻" not in html
    # What else could be chosen keeps its number.
    assert '新闻 <span class="number">2</span>' in html
    assert "石阶路</mark>上的新闻" in shown(q="石阶路", topic=topic.slug)


def test_a_branch_finds_what_stands_below_it(shown: Any, site_tree: SiteTree) -> None:
    above = Branch.add_root(name="柳林镇党委", kind="committee", slug="liulin")
    below = above.add_child(name="油坊村党支部", slug="youfang")
    NewsPageFactory(parent=site_tree.news, title="油坊的石阶路", branch=below)
    NewsPageFactory(parent=site_tree.news, title="别处的石阶路")
    html = shown(q="石阶路", branch="liulin")
    assert "油坊的" in html
    assert "别处的" not in html


def test_results_can_be_sorted_by_date(shown: Any, site_tree: SiteTree) -> None:
    for year in (2024, 2026, 2025):
        NewsPageFactory(
            parent=site_tree.news,
            title=f"{year}年石阶路",
            date=datetime.date(year, 1, 1),
            body=SHORT,
        )
    html = shown(q="石阶路", sort="date")
    places = [html.index(f"{year}年<mark>") for year in (2026, 2025, 2024)]
    assert places == sorted(places)


def test_copies_of_a_story_are_shown_once(shown: Any, site_tree: SiteTree) -> None:
    text = "乡亲们在河岸种下油茶，三年后榨出第一桶油，" * 4
    for punctuation in "。！":
        NewsPageFactory(
            parent=site_tree.news, title="种油茶", body=body(f"{text}大家都高兴{punctuation}")
        )
    NewsPageFactory(parent=site_tree.news, title="油茶花开", body=SHORT)
    html = shown(q="油茶")
    assert html.count('class="hit"') == 2
    assert html.count("另有 1 篇内容相同") == 1
    [copies] = re.findall(r'href="([^"]+)" rel="nofollow">另有', html)
    html = shown(f"{ADDRESS}{unescape(copies)}")
    assert html.count('class="hit"') == 2
    assert "油茶花开" not in html
    assert "内容相同的" not in html
    [back] = re.findall(r'href="([^"]+)">回到全部结果', html)
    assert "story" not in back
    # The next question is not asked of these alone.
    assert 'name="story"' not in html


def test_copies_make_no_empty_pages(shown: Any, site_tree: SiteTree) -> None:
    text = "乡亲们在河岸种下油茶，三年后榨出第一桶油，" * 4
    for _copy in range(12):
        NewsPageFactory(parent=site_tree.news, title="种油茶", body=body(text))
    html = shown(q="油茶")
    assert "12 条结果" in html
    assert html.count('class="hit"') == 1
    assert "下一页" not in html
    [copies] = re.findall(r'href="([^"]+)" rel="nofollow">另有', html)
    assert "下一页" in shown(f"{ADDRESS}{unescape(copies)}")


@pytest.mark.parametrize("story", ["x", "'", "0" * 15, "0" * 16, "f" * 16])
def test_the_address_of_a_story_that_there_is_not(
    shown: Any, site_tree: SiteTree, story: str
) -> None:
    NewsPageFactory(parent=site_tree.news, title="油茶花开", body=SHORT)
    assert "油茶</mark>花开" in shown(q="油茶", story=story)


def test_pages_end_at_the_fiftieth(shown: Any, site_tree: SiteTree) -> None:
    for _number in range(12):
        NewsPageFactory(parent=site_tree.news, title="石阶路", body=SHORT)
    first, second = shown(q="石阶路"), shown(q="石阶路", page=2)
    assert first.count('class="hit"') == 10
    assert second.count('class="hit"') == 2
    assert 'start="11"' in second
    assert "这一页没有结果" in shown(q="石阶路", page=50)
    for number in ("51", "9" * 19, "9" * 5000):
        html = shown(q="石阶路", page=number)
        assert "这一页没有结果" in html
        assert "后面还有更多" not in html
    assert shown(q="石阶路", page="0" * 9 + "2").count('class="hit"') == 2


def test_each_language_finds_its_own_pages(shown: Any, site_tree: SiteTree) -> None:
    NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    assert "渡口修起" in shown(q="石阶路")
    assert "渡口修起" not in shown("/en/search/", q="石阶路")
    # Traditional letters find Simplified text.
    assert "渡口修起" in shown(q="石階路")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "。！？",
        "😀",
        '"石阶',
        "-",
        "AND OR (",
        "title:*",
        "' OR 1=1 --",
        "石" * 500,
        "\ud800",
    ],
)
def test_whatever_is_typed_is_answered(index: Index, client: Client, typed: str) -> None:
    address = f"{ADDRESS}?q=" + typed.encode("utf-8", "replace").decode()
    assert client.get(address).status_code == 200


def test_without_an_index_readers_are_told_to_wait(
    search_home: Any, client: Client, site_tree: SiteTree
) -> None:
    response = client.get(ADDRESS, {"q": "石阶"})
    assert response.status_code == 503
    assert "搜索正在准备" in response.text


def test_nobody_else_keeps_the_answer(index: Index, client: Client) -> None:
    assert "private" in client.get(ADDRESS, {"q": "石阶"}).headers["Cache-Control"]


@pytest.fixture
def shelf(index: Index, site_tree: SiteTree) -> Topic:
    """Ten pages of a branch, in three topics, of which this is one."""
    branch = Branch.add_root(name="柳林镇党委", kind="committee", slug="liulin")
    topics = [TopicFactory() for _ in range(3)]
    for _number in range(10):
        NewsPageFactory(
            parent=site_tree.news, title="石阶路", branch=branch, topics=topics, body=SHORT
        )
    index.catch_up()
    return topics[0]


def test_eight_queries_are_enough(
    shelf: Topic,
    site_tree: SiteTree,
    client_of: Any,
    client: Client,
    django_assert_max_num_queries: Any,
) -> None:
    member = client_of(roles.EDITOR)
    # The most that privacy asks for: a place for a group, with a translation.
    private = site_tree.branches.copy_for_translation(Locale.objects.get(language_code="en"), True)
    restriction = PageViewRestriction.objects.create(
        page=site_tree.branches, restriction_type="groups"
    )
    restriction.groups.set(Group.objects.filter(name=roles.EDITOR))
    assert private.pk
    curated = CuratedResult(questions="石阶路")
    curated.pages.create(page=site_tree.theory, sort_order=0)
    curated.save()
    # Whoever comes first fills what the process remembers: types, sites, words.
    synonyms._memory.forget()
    client.get(ADDRESS, {"q": "石阶路"})
    for reader, filters in (
        (client, {}),
        (client, {"branch": "liulin", "topic": shelf.slug}),
        (member, {}),
    ):
        # As if nobody had searched for a while.
        time.sleep(labels.FRESH)
        with django_assert_max_num_queries(8):
            html = reader.get(ADDRESS, {"q": "石阶路", **filters}).text
        assert html.count('class="hit"') == 10
        assert ('class="curated__link"' in html) is (not filters)


def test_elder_mode_has_its_own_frame_here_too(
    index: Index, site_tree: SiteTree, client: Client
) -> None:
    NewsPageFactory(parent=site_tree.news, title="渡口的步道")
    index.catch_up()
    client.cookies["display"] = "mode:elder"
    html = client.get(ADDRESS, {"q": "步道"}).text
    assert '<header class="bar">' in html
    assert "渡口" in html
    assert 'class="site-header' not in html


@pytest.mark.parametrize("typed", ["😀", "。。。", '"', "-"])
def test_signs_alone_are_answered_with_what_to_type(shown: Any, typed: str) -> None:
    assert "请输入要找的字或词。" in shown(q=typed)
    assert "请输入要找的字或词。" not in shown()


def test_beyond_the_last_page_nobody_digs(
    shown: Any, site_tree: SiteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are; Elasticsearch would refuse, and be left alone for a while."""
    monkeypatch.setattr("search.results.MAX_PAGE", 2)
    for number in range(21):
        NewsPageFactory(parent=site_tree.news, title=f"石阶路第{number}段", body=SHORT)
    more = "后面还有更多。"
    asked: list[Any] = []
    search = doors.engine().search
    monkeypatch.setattr(doors.engine(), "search", lambda plan: asked.append(plan) or search(plan))
    pages = {page: shown(q="石阶", page=str(page)) for page in (1, 2, 3, 99999, 10**19)}
    assert [more in html for html in pages.values()] == [False, True, False, False, False]
    beyond = "只能翻到第 2 页。"
    assert [beyond in html for html in pages.values()] == [False, False, True, True, True]
    assert not any("这一页没有结果了" in html for html in pages.values())
    has_hits = ['<li class="hit' in html for html in pages.values()]
    assert has_hits == [True, True, False, False, False]
    assert max(plan.offset for plan in asked) == 10


def test_what_is_not_translated_is_offered(shown: Any, site_tree: SiteTree) -> None:
    NewsPageFactory(parent=site_tree.news, title="石阶路")
    html = shown("/zh-hant/search/", q="石階")
    address = f"?{urlencode({'q': '石階'})}&amp;language=zh-hans"
    assert f'href="{address}"' in html
    assert "<mark>石阶</mark>路" in shown("/zh-hant/search/", q="石階", language="zh-hans")
    assert "language=" not in shown(q="石阶")


def test_the_order_can_be_chosen_also_where_nothing_can_be_filtered(
    shown: Any, site_tree: SiteTree
) -> None:
    for number in range(2):
        NewsPageFactory(parent=site_tree.news, title=f"石阶路第{number}段", body=SHORT)
    assert "sort=date" in shown(q="石阶")
    assert "sort=date" not in shown(q="鹌鹑")


def test_as_much_is_offered_as_the_offer_leads_to(shown: Any, site_tree: SiteTree) -> None:
    for number in range(3):
        NewsPageFactory(parent=site_tree.news, title=f"石阶路第{number}段", body=SHORT)
    NewsPageFactory(parent=site_tree.news, title="江边的步道", body=SHORT)
    TheoryArticlePageFactory(parent=site_tree.theory, title="步道的道理", body=SHORT)
    SynonymGroup.objects.create(words="石阶路\n步道")
    synonyms._memory.forget()
    assert_offered(shown, shown(q="shijielu"), 5)
    assert_offered(shown, shown(q="shijielu", kind="news"), 4)


def assert_offered(shown: Any, html: str, count: int) -> None:
    found = re.search(r'search-help__meant" href="([^"]+)">石阶路</a>（(\d+) 条）', html)
    assert found is not None
    assert int(found[2]) == count
    assert f"{count} 条结果" in shown(unescape(found[1]))


def test_words_are_listed_in_the_way_of_the_language(shown: Any, site_tree: SiteTree) -> None:
    NewsPageFactory(parent=site_tree.news, title="石阶路修到河边")
    assert "“xyzzy、plugh”" in shown(q="石阶 xyzzy plugh")
    # 石阶 stands in no English page, but in one of those that are asked for.
    assert "“xyzzy, plugh”" in shown("/en/search/", q="石阶 xyzzy plugh", language="zh-hans")


def test_a_recommendation_without_results_is_no_contradiction(
    shown: Any, site_tree: SiteTree
) -> None:
    curated = CuratedResult(questions="鹌鹑")
    curated.pages.create(page=site_tree.theory, sort_order=0)
    curated.save()
    synonyms._memory.forget()
    html = shown(q="鹌鹑")
    assert 'class="curated__link"' in html
    assert "除了推荐的内容，没有找到“鹌鹑”。" in html
    assert "0 条结果" not in html
    assert ">没有找到" not in html
    html = shown(q="鹧鸪")
    assert "0 条结果" in html
    assert ">没有找到“鹧鸪”" in html


def test_a_name_with_a_number_that_stands_nowhere_is_looked_for_in_pieces(
    shown: Any, site_tree: SiteTree
) -> None:
    NewsPageFactory(parent=site_tree.news, title="两手抓，学习常做一做")
    SynonymGroup.objects.create(words="两学一做\n学习两做")
    synonyms._memory.forget()
    html = shown(q="两学一做")
    assert "没有一处完整地写着这个词，下面是按其中的字词找到的。" in html
    assert 'class="hit"' in html


def test_a_word_that_is_left_out_is_named(shown: Any, site_tree: SiteTree) -> None:
    NewsPageFactory(parent=site_tree.news, title="石阶路修到河边")
    assert "没有一处写到“鹌鹑”" in shown(q="石阶 鹌鹑")
    assert "没有一处写到" not in shown(q="石阶 河边")
