"""When each paragraph is spoken, found by comparing the recording's lines with the text."""

import pytest

from articles.narration import bare, timings
from assets.services.cues import Cue
from tests.factories.articles import body
from tests.factories.assets import AudioFactory
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory

pytestmark = pytest.mark.django_db

FIRST, SECOND = "河岸上又响起了铁锹声，村里人都听见了。", "三月初，支部收到十一条意见。"


def page(site_tree: SiteTree, *cues: tuple[float, str]):
    lines = [{"start": start, "end": start + 2, "text": text} for start, text in cues]
    sound = AudioFactory(transcript=lines)
    parts = [*body(FIRST), ("heading", {"text": "先把议事会开到河边", "level": "2"}), *body(SECOND)]
    return NewsPageFactory(parent=site_tree.news, body=parts, narration=sound)


def seconds(made) -> list[tuple[str, str]]:
    return [(anchor[0], second) for anchor, second in (p.split(":") for p in made.split())]


def test_lines_find_their_paragraphs(site_tree: SiteTree) -> None:
    made = page(
        site_tree,
        (0, "各位听众，您好！"),
        (2.5, "河岸上又响起了铁锹声"),
        (5, "村里人都听见了"),
        (8, "先把议事会开到河边。"),
        (10, "三月初支部收到，十一条意见"),
    )
    assert seconds(made.narration_timings) == [("p", "2.5"), ("h", "8"), ("p", "10")]


def test_a_recording_of_something_else_marks_nothing(site_tree: SiteTree) -> None:
    assert page(site_tree, (0, "天气预报"), (2, "……")).narration_timings == ""


def test_without_recording_or_lines_there_is_nothing_to_mark(site_tree: SiteTree) -> None:
    made = page(site_tree)
    assert made.narration_timings == ""
    made.narration = None
    assert made.narration_timings == ""


def test_marks_and_case_do_not_count() -> None:
    assert bare("“5G 智慧党校”，OK！") == "5g智慧党校ok"


def test_a_line_that_comes_again_belongs_to_the_later_paragraph(site_tree: SiteTree) -> None:
    parts = [*body(FIRST), *body(SECOND), *body(FIRST)]
    made = NewsPageFactory(parent=site_tree.news, body=parts)
    cues = [Cue(0, 1, FIRST), Cue(1, 2, SECOND), Cue(2, 3, FIRST)]
    assert [second for _anchor, second in timings(made.body, cues)] == [0, 1, 2]
