"""How titles may break, and how numbers read."""

import pytest

from core.templatetags.typography import MAX_LENGTH, headline, thousands


def shown(title: str) -> str:
    """The set title with its invisible characters made visible."""
    return headline(title).replace("\u200b", "|").replace("\u00a0", "~")


def test_breaks_between_words_only() -> None:
    assert shown("修好门前的步道") == "修好|门前的|步道"


def test_stops_keep_to_the_word_before_them() -> None:
    assert "|，" not in shown("老渡口通了步道，三个周末补齐最后一公里")
    assert shown("老渡口通了步道，三个周末补齐最后一公里").count("步道，|三个") == 1


@pytest.mark.parametrize("particle", ["的", "了", "着", "过", "们", "吗", "呢"])
def test_particles_stay_with_the_word_before_them(particle: str) -> None:
    assert f"|{particle}" not in shown(f"乡亲们商量过{particle}事情办成{particle}吗")


def test_an_opening_mark_stays_with_the_word_after_it() -> None:
    set_title = shown("我们学习《中国共产党章程里的规定》体会")
    assert "《|" not in set_title
    assert "学习|《" in set_title


def test_a_short_quoted_name_is_in_one_piece() -> None:
    assert "《中国共产党章程》" in shown("学习《中国共产党章程》体会")
    assert "“四个服从”" in shown("读懂“四个服从”的道理")


def test_a_long_quoted_name_may_break() -> None:
    name = "关于新形势下党内政治生活的若干准则"
    inside = shown(f"学习《{name}》体会").partition("《")[2].partition("》")[0]
    assert "|" in inside


def test_an_unclosed_mark_protects_nothing() -> None:
    assert "|" in shown("《关于调查研究工作").partition("《")[2]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("提前检修42台收割机", "检修 42~台"),
        ("提前检修42 台收割机", "检修 42~台"),
        ("走过3.5公里山路", "3.5~公里"),
        ("全镇1,200名党员参加", "全镇 1,200~名"),
    ],
)
def test_a_number_keeps_its_measure_word(title: str, expected: str) -> None:
    assert expected in shown(title)


@pytest.mark.parametrize("title", ["第3次党课安排", "2025年6月工作安排", "5月18日通车"])
def test_a_number_that_is_a_name_gets_no_space(title: str) -> None:
    assert "~" not in shown(title)
    assert shown(title).replace("|", "") == title


def test_a_counted_thing_is_in_one_piece() -> None:
    assert "三个周末" in shown("老渡口通了步道，三个周末补齐最后一公里")


def test_no_lone_character_at_either_end() -> None:
    set_title = shown("老渡口通了步道松岭社区食堂的三本账")
    assert "|" not in set_title[:3]
    assert "|" not in set_title[-2:]


def test_no_break_beside_latin_so_that_the_browser_can_set_it_apart() -> None:
    assert shown("学习Wagtail编辑手册") == "学习Wagtail编辑|手册"


def test_text_that_the_segmenter_does_not_know_breaks_at_marks_only() -> None:
    assert "|" not in shown("會，怎樣才算開好")
    assert "為|" not in shown("柏橋的扶手，為什麼裝了兩道")


def test_a_long_run_of_unknown_words_has_a_place_to_break() -> None:
    """Without one a narrow column breaks it anywhere, also before its comma."""
    assert shown("十九盏路灯怎么装、归谁管") == "十九盏路灯|怎么装、归谁管"
    assert shown("誰來管誰來修誰說了算").count("|") == 1


def test_text_without_han_is_left_alone() -> None:
    assert headline("Three weekends to finish the last kilometre") == (
        "Three weekends to finish the last kilometre"
    )


def test_invisible_characters_of_the_source_are_dropped() -> None:
    assert headline("\ufeff步\u200b道\u2060") == "步道"


def test_markup_stays_text() -> None:
    # The filter returns ordinary text, which the template then escapes.
    assert type(headline("<b>步道</b>修好了")) is str
    assert "<b>" in headline("<b>步道</b>修好了")


def test_prose_passes_unset() -> None:
    prose = "一段很长的文字" * MAX_LENGTH
    assert headline(prose) == prose


@pytest.mark.parametrize("title", ["", "。", "😀🎉", "《》", "的", "1", "“”的", None])
def test_odd_titles_pass(title: object) -> None:
    assert headline(title).replace("\u200b", "") == str(title)


@pytest.mark.parametrize(
    ("number", "expected"), [(1460, "1,460"), (999, "999"), (0, "0"), ("x", ""), (True, "")]
)
def test_thousands(number: object, expected: str) -> None:
    assert thousands(number) == expected
