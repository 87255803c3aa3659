"""Articles, lectures and branches in detail."""

import datetime

from articles.models import Correction
from assets.models import Media
from learning.models import TheoryFormat, VideoLecturePage
from news.models import BranchActivity, BranchPage, NewsPage
from tests.factories.articles import SourceFactory
from tests.factories.assets import AudioFactory, ImageFactory
from tests.factories.home import SiteTree
from tests.factories.learning import TheoryArticlePageFactory, VideoLecturePageFactory
from tests.factories.news import NewsPageFactory
from tests.front.conftest import Read


def headings(*levels: str) -> list:
    return [("heading", {"text": f"第{n}节", "level": level}) for n, level in enumerate(levels)]


def test_the_facts_that_the_rules_ask_for(read: Read, site_tree: SiteTree) -> None:
    page = NewsPageFactory(
        parent=site_tree.news,
        source=SourceFactory(name="青禾镇融媒体中心"),
        author="苏禾",
        responsible_editor="方晓",
    )
    document = read(page.url)
    facts = document.find("dl", class_="facts").get_text("", strip=True)
    for part in (
        "来源：青禾镇融媒体中心",
        "作者：苏禾",
        "责任编辑：方晓",
        "2026年3月5日",
        "200 字",
    ):
        assert part in facts
    assert page.manuscript_number in document.main.get_text()


def test_missing_facts_leave_no_empty_labels(read: Read, news: NewsPage) -> None:
    facts = read(news.url).find("dl", class_="facts").get_text()
    assert "作者" not in facts
    assert "来源" not in facts


def test_a_reprint_names_its_origin(read: Read, site_tree: SiteTree) -> None:
    page = NewsPageFactory(
        parent=site_tree.news,
        source=SourceFactory(name="示例日报", is_own=False),
        original_url="https://example.org/a",
    )
    note = read(page.url).find(class_="article__note")
    assert "示例日报" in note.get_text()
    assert note.a["href"] == "https://example.org/a"


def test_corrections_stand_above_the_text(read: Read, news: NewsPage) -> None:
    news.corrections.add(Correction(date=datetime.date(2026, 3, 9), text="人数应为 42 名。"))
    news.save()
    document = read(news.url)
    note = document.find(class_="article__note--correction")
    assert "人数应为 42 名" in note.get_text()
    assert document.find(class_="article-body") in note.find_all_next("div")


def test_contents_from_three_sections_on(read: Read, site_tree: SiteTree) -> None:
    two = NewsPageFactory(parent=site_tree.news, body=headings("2", "2"))
    assert read(two.url).find(class_="contents") is None
    three = NewsPageFactory(parent=site_tree.news, body=headings("2", "3", "2"))
    document = read(three.url)
    targets = [
        link["href"][1:]
        for link in document.find("nav", attrs={"aria-label": "目录"}).find_all("a")
    ]
    assert len(targets) == 3
    assert all(document.find(id=target).name in ("h2", "h3") for target in targets)


def test_short_theory_has_no_picture(read: Read, site_tree: SiteTree) -> None:
    for kind, expected in ((TheoryFormat.MICRO, False), (TheoryFormat.LONG, True)):
        page = TheoryArticlePageFactory(parent=site_tree.theory, format=kind, cover=ImageFactory())
        assert bool(read(page.url).find(class_="article__cover")) is expected


def test_share_tags_name_picture_and_summary(read: Read, news: NewsPage) -> None:
    document = read(news.url)
    assert document.find("meta", attrs={"name": "description"})["content"] == news.summary
    assert document.find("meta", property="og:type")["content"] == "article"
    assert document.find("meta", property="og:image")["content"].startswith("http")


def test_the_first_picture_is_not_lazy(read: Read, news: NewsPage) -> None:
    assert read(news.url).find(class_="article__cover").img.get("loading") is None


def test_transcript_and_chapters_jump_without_script(
    read: Read, lecture: VideoLecturePage, film: Media
) -> None:
    document = read(lecture.url)
    lines = document.find(class_="transcript").find_all("a")
    assert [line["href"] for line in lines] == ["?t=0", "?t=5", "?t=14"]
    assert [line["data-seek"] for line in lines] == ["0", "5", "14"]
    chapters = document.find(class_="lecture__chapters").find_all("a")
    assert [chapter.get_text(" ", strip=True) for chapter in chapters] == [
        "00:00 开场",
        "00:14 敲门",
    ]


def test_the_address_says_where_to_start(read: Read, lecture: VideoLecturePage) -> None:
    # The file lasts two seconds.
    assert read(f"{lecture.url}?t=1").video.source["src"].endswith("#t=1")
    for address in (lecture.url, f"{lecture.url}?t=99", f"{lecture.url}?t=%22x"):
        video = read(address).video
        assert "#t=" not in video.source["src"]
        assert video["preload"] == "none"


def test_the_player_is_the_browsers_own(read: Read, lecture: VideoLecturePage, film: Media) -> None:
    document = read(lecture.url)
    video = document.video
    assert video.has_attr("controls")
    assert video.has_attr("playsinline")
    assert video["width"] and video["height"]
    download = document.find(class_="player__file")
    assert download.a["href"] == film.url
    assert film.size_label in download.get_text()
    # The button that only script makes work is hidden until script shows it.
    assert document.find("button", attrs={"data-follow": True}).has_attr("hidden")


def test_a_lecture_without_transcript_shows_no_empty_panel(
    read: Read, site_tree: SiteTree, film: Media
) -> None:
    film.transcript, film.chapter_marks = [], []
    film.save()
    document = read(VideoLecturePageFactory(parent=site_tree.lectures, media=film).url)
    assert document.find(class_="transcript") is None
    assert document.find(class_="lecture__chapters") is None
    assert "lecture--bare" in document.find(class_="lecture")["class"]


def test_sound_in_a_text_has_its_own_player(read: Read, site_tree: SiteTree) -> None:
    sound = AudioFactory(title="老渡口的声音")
    body = [("audio", {"media": sound, "caption": ""})]
    page = NewsPageFactory(parent=site_tree.news, body=body)
    player = read(page.url).audio
    assert player["aria-label"] == "老渡口的声音"
    assert player["preload"] == "none"


def test_a_branch_shows_who_where_and_what(read: Read, branch: BranchPage, news: NewsPage) -> None:
    branch.activities.add(
        BranchActivity(date=datetime.date(2026, 2, 1), title="陪老人走第一程", article=news)
    )
    branch.save()
    NewsPage.objects.filter(pk=news.pk).update(branch=branch.branch)
    document = read(branch.url)
    facts = document.find("dl", class_="branch__facts").get_text(" ", strip=True)
    assert "书记 林知行" in facts
    assert "党员人数 42" in facts
    assert document.find("a", string=lambda text: text and "第一程" in text)["href"] == news.url


def test_an_activity_whose_article_was_withdrawn_is_not_linked(
    read: Read, branch: BranchPage, news: NewsPage
) -> None:
    branch.activities.add(BranchActivity(title="陪老人走第一程", article=news))
    branch.save()
    news.unpublish()
    assert read(branch.url).main.find("a", href=news.url) is None


def test_a_branch_without_articles_leads_to_the_others(read: Read, branch: BranchPage) -> None:
    empty = read(branch.url).find(class_="empty")
    assert empty.a["href"] == "/branches/"


def test_a_recording_comes_before_the_voice_of_the_device(read: Read, site_tree: SiteTree) -> None:
    page = NewsPageFactory(parent=site_tree.news, narration=AudioFactory())
    listen = read(page.url).find(class_="listen")
    assert listen.audio["preload"] == "none"
    assert listen.find(attrs={"data-voice": True}) is None
    without = read(NewsPageFactory(parent=site_tree.news).url).find(class_="listen")
    assert without is not None and without.has_attr("hidden")
    # Script shows it where the device has a voice of the page's language.
    assert without.find("button", attrs={"data-voice": True}).has_attr("hidden")
    assert without.audio is None


def test_the_transcript_is_filtered_without_script(read: Read, lecture: VideoLecturePage) -> None:
    found = read(f"{lecture.url}?find=敲门").find(class_="transcript")
    assert [line.get_text() for line in found.find_all("li")] == ["00:14再敲门。"]
    nothing = read(f"{lecture.url}?find=没有的话")
    assert nothing.find(attrs={"data-find-count": True}).get_text() == "没有这样的句子"
    assert nothing.find(class_="transcript").find("li") is None


def test_the_way_to_the_texts_before_and_after(read: Read, site_tree: SiteTree) -> None:
    days = [datetime.date(2026, 3, day) for day in (1, 2, 2, 5)]
    pages = [NewsPageFactory(parent=site_tree.news, date=day) for day in days]
    found = [read(page.url).find("nav", class_="neighbours") for page in pages]
    ways = [{link["rel"][0]: link["href"] for link in nav.find_all("a")} for nav in found]
    assert ways == [
        {"next": pages[1].url},
        {"prev": pages[0].url, "next": pages[2].url},
        {"prev": pages[1].url, "next": pages[3].url},
        {"prev": pages[2].url},
    ]
    pages[1].unpublish()
    nav = read(pages[0].url).find("nav", class_="neighbours")
    assert nav.find(rel="next")["href"] == pages[2].url
