"""Watching and listening: what plays, where it goes on, how fast, and who is told."""

from collections.abc import Callable
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

import pytest
from playwright.sync_api import Page, expect

from learning.models import VideoLecturePage
from news.models import NewsPage
from tests.factories.assets import MediaFactory
from tests.factories.home import SiteTree
from tests.factories.learning import VideoLecturePageFactory
from tests.factories.news import NewsPageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Page]
DEMO = Path(__file__).parents[2] / "home" / "demo" / "media"
NOW = "document.querySelector('video, audio').currentTime"
# A device's voices, in the order in which such devices list them.
VOICES = """(() => {
    const voices = %s.map(([name, lang, localService]) => ({name, lang, localService}));
    const speech = {
        getVoices: () => voices, addEventListener() {}, cancel() {},
        speak(utterance) { (window.spoken ||= []).push([utterance.text, utterance.voice.name, utterance.rate]); },
    };
    Object.defineProperty(window, 'speechSynthesis', {value: speech});
    window.SpeechSynthesisUtterance = class extends EventTarget {
        constructor(text) { super(); this.text = text; }
    };
})()"""


def file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(Path(name).name, (DEMO / name).read_bytes())


@pytest.fixture
def lecture(site_tree: SiteTree) -> VideoLecturePage:
    """A film of 54 seconds: long enough to be left and come back to."""
    lines = [{"start": n * 5, "end": n * 5 + 5, "text": f"第{n + 1}句。"} for n in range(10)]
    marks = [{"start": 0, "end": 20, "text": "前半"}, {"start": 20, "end": 50, "text": "后半"}]
    film = MediaFactory(
        file=file("lectures/qiaomen.mp4"), transcript=lines, chapter_marks=marks, title="走访"
    )
    return VideoLecturePageFactory(parent=site_tree.lectures, media=film)


def wait_past(tab: Page, second: float) -> None:
    tab.wait_for_function(f"() => {NOW} > {second}")


def test_a_film_is_asked_for_when_it_is_started(visit: Visit, lecture: VideoLecturePage) -> None:
    tab = visit()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(lecture.url)
    tab.wait_for_load_state("networkidle")
    assert not [url for url in asked if url.endswith(".mp4")]
    tab.locator("video").evaluate("(film) => { film.muted = true; return film.play(); }")
    wait_past(tab, 0.2)
    assert tab.evaluate("navigator.mediaSession.metadata.title") == "走访"


def test_who_comes_back_goes_on_where_they_were_at_their_speed(
    visit: Visit, lecture: VideoLecturePage
) -> None:
    tab = visit()
    tab.goto(lecture.url)
    again = tab.get_by_role("button", name="接着上次看")
    expect(again).to_be_hidden()
    tab.get_by_label("速度").select_option("1.5")
    tab.locator("video").evaluate("(film) => { film.muted = true; }")
    tab.get_by_role("link", name="后半").click()
    wait_past(tab, 21)
    assert tab.evaluate("document.querySelector('video').playbackRate") == 1.5
    expect(tab.locator(".transcript a[aria-current]")).to_contain_text("第5句")
    tab.goto("/")
    tab.goto(lecture.url)
    expect(tab.get_by_label("速度")).to_have_value("1.5")
    expect(again).to_contain_text("00:2")
    tab.locator("video").evaluate("(film) => { film.muted = true; }")
    again.click()
    wait_past(tab, 20.5)
    assert tab.evaluate("document.querySelector('video').playbackRate") == 1.5
    expect(again).to_be_hidden()


def narrated(site_tree: SiteTree) -> NewsPage:
    sound = MediaFactory(
        type="audio",
        file=file("audio/guangbo.m4a"),
        transcript=[
            {"start": 0, "end": 1, "text": "河岸上又响起了铁锹声。"},
            {"start": 1, "end": 30, "text": "三个周末补齐最后一公里。"},
        ],
    )
    paragraphs = (
        '<p data-block-key="aaa11">河岸上又响起了铁锹声。</p>'
        '<p data-block-key="bbb22">三个周末补齐最后一公里。</p>'
    )
    page: NewsPage = NewsPageFactory(
        parent=site_tree.news, body=[("paragraph", paragraphs)], narration=sound, title="步道"
    )
    return page


def test_a_recording_marks_what_is_spoken_and_obeys_the_headset(
    visit: Visit, site_tree: SiteTree
) -> None:
    page = narrated(site_tree)
    tab = visit()
    tab.add_init_script(
        "const set = navigator.mediaSession.setActionHandler.bind(navigator.mediaSession);"
        "window.actions = {};"
        "navigator.mediaSession.setActionHandler = (name, act) => { actions[name] = act; set(name, act); };"
    )
    tab.goto(page.url)
    tab.locator("audio").evaluate("(sound) => { sound.muted = true; return sound.play(); }")
    wait_past(tab, 1.2)
    expect(tab.locator("[data-spoken]")).to_have_text("三个周末补齐最后一公里。")
    assert tab.evaluate("navigator.mediaSession.metadata.title") == "步道"
    assert set(tab.evaluate("Object.keys(actions)")) == {
        "play",
        "pause",
        "seekbackward",
        "seekforward",
    }
    tab.evaluate("actions.seekforward()")
    wait_past(tab, 10)
    tab.evaluate("actions.pause()")
    assert tab.evaluate("document.querySelector('audio').paused") is True
    # Where one was, the next time too.
    tab.goto("/")
    tab.goto(page.url)
    tab.locator("audio").evaluate("(sound) => { sound.muted = true; return sound.play(); }")
    wait_past(tab, 10)


def test_in_elder_mode_a_large_button_plays_the_recording(
    visit: Visit, site_tree: SiteTree
) -> None:
    page = narrated(site_tree)
    tab = visit(viewport={"width": 360, "height": 740})
    tab.goto(page.url)
    expect(tab.get_by_role("button", name="听文章")).to_have_count(0)
    tab.goto(f"{page.url}?mode=elder")
    button = tab.get_by_role("button", name="听文章")
    box = button.bounding_box()
    assert box is not None and box["height"] >= 60 and box["width"] > 300
    tab.locator("audio").evaluate("(sound) => { sound.muted = true; }")
    button.click()
    wait_past(tab, 0.2)
    tab.get_by_role("button", name="暂停").click()
    expect(tab.get_by_role("button", name="接着听")).to_be_visible()
    assert tab.evaluate("document.querySelector('audio').paused") is True


@pytest.mark.parametrize(
    ("voices", "chosen"),
    [
        # As on an iPhone and a Mac: by name, so that Taiwan and Hong Kong stand first.
        ([["美嘉", "zh-TW", 1], ["善怡", "zh-HK", 1], ["婷婷", "zh-CN", 1]], "婷婷"),
        # As in Chrome: what a server far away would read stands last.
        (
            [["English", "en-GB", 1], ["普通话（云端）", "zh-CN", 0], ["普通话", "zh_CN", 1]],
            "普通话",
        ),
        ([["國語", "zh-TW", 1]], "國語"),
    ],
)
def test_the_devices_voice_is_that_of_the_readers_own_speech(
    visit: Visit, site_tree: SiteTree, voices: list[list[object]], chosen: str
) -> None:
    page = NewsPageFactory(parent=site_tree.news)
    tab = visit()
    tab.add_init_script(VOICES % str(voices))
    tab.goto(page.url)
    tab.get_by_label("速度").select_option("0.75")
    tab.get_by_role("button", name="听文章").click()
    text, voice, rate = tab.evaluate("spoken[0]")
    assert (voice, rate) == (chosen, 0.75)
    assert "\u200b" not in text
    expect(tab.locator("[data-spoken]")).to_have_count(1)
    tab.get_by_role("button", name="暂停").click()
    expect(tab.get_by_role("button", name="听文章")).to_be_visible()


@pytest.mark.parametrize("voices", [[], [["Samantha", "en-US", 1], ["善怡", "zh-HK", 1]]])
def test_no_button_where_nobody_speaks_the_language(
    visit: Visit, site_tree: SiteTree, voices: list[list[object]]
) -> None:
    page = NewsPageFactory(parent=site_tree.news)
    tab = visit()
    tab.add_init_script(VOICES % str(voices))
    tab.goto(page.url)
    expect(tab.locator(".tools")).to_be_visible()
    expect(tab.locator(".listen")).to_be_hidden()
