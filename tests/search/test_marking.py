"""Which passage of a document is shown, and what is marked in it."""

import pytest

from search import marking
from search.documents import Passage
from search.marking import Marks, best_passages, marked

OTHER = Passage("系统里的湖水，系统外的湿土，都是湖湿之地。")
DIFFERENT = Passage("会上介绍了ＺＸＱ系统和鄱陽湖濕地。")


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("words", [("zxq",), ("鄱阳湖", "湿地"), ("zxq", "湿地")])
def test_a_passage_is_found_however_it_is_written(words: tuple[str, ...], language: str) -> None:
    marks = Marks.of(words, ("湖湿", "系统"))
    assert best_passages([OTHER, DIFFERENT], marks, language) == [DIFFERENT]
    assert "<mark>" in marked(DIFFERENT.text, marks)


@pytest.mark.parametrize("text", ["ＺＸＱ", "z\u200bxq", "🚩zxq", "濕地", "ﬁne", "湿地"])
def test_each_way_of_writing(text: str) -> None:
    marks = Marks.of(("zxq", "湿地", "fine"))
    passages = [Passage("别的话。"), Passage(f"写着{text}。")]
    assert best_passages(passages, marks, "zh-hans") == passages[1:]


def test_simplified_text_is_only_put_in_lower_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Normalising every passage of a page of results takes longer than the search."""

    def refuse(text: str) -> str:
        raise AssertionError(text)

    monkeypatch.setattr(marking, "normalise", refuse)
    held, empty = Passage("Wagtail与鄱阳湖，都写到了！"), Passage("别的话。")
    marks = Marks.of(("wagtail",))
    assert best_passages([DIFFERENT, held], marks, "zh-hans") == [held]
    assert best_passages([empty], marks, "zh-hans") == []
