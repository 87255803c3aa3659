from django.core.exceptions import ValidationError

import pytest

from assets.services.cue_lines import as_lines, parse_lines
from assets.services.cues import Cue, from_json, to_json

CUES = [Cue(0.0, 2.5, "同志们好"), Cue(2.5, 4.0, "开会"), Cue(3661.25, 3670.0, "散会")]
LINES = "00:00 同志们好\n00:02 开会\n1:01:01 散会"


def test_there_and_back_keeps_the_exact_times():
    assert as_lines(CUES) == LINES
    assert parse_lines(LINES, 4000, CUES) == CUES


def test_corrected_words_keep_their_times():
    cues = parse_lines(LINES.replace("开会", "现在开会"), 4000, CUES)
    assert cues[1] == Cue(2.5, 4.0, "现在开会")


def test_a_new_line_lasts_to_the_next():
    cues = parse_lines("00:00 同志们好\n00:01 请坐\n00:02 开会", 10, CUES)
    assert cues == [Cue(0.0, 1.0, "同志们好"), Cue(1.0, 2.0, "请坐"), Cue(2.5, 4.0, "开会")]


def test_of_two_lines_in_one_second_the_one_with_the_words_is_kept():
    known = [Cue(5.1, 5.4, "甲"), Cue(5.6, 5.9, "乙")]
    assert parse_lines("00:05 乙", 10, known) == [Cue(5.6, 5.9, "乙")]
    assert parse_lines("00:05 甲\n00:05 乙", 10, known) == known


def test_the_last_new_line_ends_with_the_file():
    assert parse_lines("00:05 好", 9.5) == [Cue(5, 9.5, "好")]
    assert parse_lines("00:05 好", 0) == [Cue(5, 10, "好")]


@pytest.mark.parametrize(
    "line",
    [
        "00:14 好", "0:14好", "[00:14] 好", "（00：14）好", "【00:14】 好", "００：１４　好",
        "00:00:14 好", "00:14.000 好", "  00:14\t好  ",
    ],
)  # fmt: skip
def test_ways_to_write_a_time(line):
    assert parse_lines(line, 20) == [Cue(14.0, 20, "好")]


def test_words_that_begin_with_digits_stay_whole():
    assert parse_lines("00:14 2025年：５个支部", 20)[0].text == "2025年：５个支部"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("00:00 好\n没有时间", "第 2 行：开头应当是时间"),
        ("00:00 好\n\n00:75 好", "第 3 行：时间里的分和秒不能超过 59"),
        ("1:75:00 好", "第 1 行：时间里的分和秒不能超过 59"),
        ("00:10 好\n00:05 好", "第 2 行：时间早于上一行（00:10）"),
        ("00:30 好", "第 1 行：时间超出了文件的长度（00:20）"),
        ("00:10", "第 1 行：时间后面没有文字"),
        ("00:10 " + "长" * 2001, "第 1 行：一行最多 2000 个字符"),
    ],
)
def test_faults_name_their_line(text, message):
    with pytest.raises(ValidationError) as caught:
        parse_lines(text, 20)
    assert caught.value.messages[0].startswith(message)


def test_many_faults_are_counted():
    with pytest.raises(ValidationError) as caught:
        parse_lines("坏\n" * 8, 20)
    assert caught.value.messages[-1] == "另有 3 行有问题。"


def test_nothing_is_nothing():
    assert parse_lines(" \n\n", 20) == []


def test_json_with_foreign_items_gives_the_cues_in_it():
    rows = [*to_json(CUES), None, {"start": "x"}, {"start": 1, "end": 2}, 5]
    assert from_json(rows) == CUES
    assert from_json({"not": "a list"}) == from_json(None) == []


def test_labels():
    assert [cue.label for cue in CUES] == ["00:00", "00:02", "1:01:01"]
    assert CUES[2].seconds == 3661
