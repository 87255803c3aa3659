import random

from django.core.exceptions import ValidationError

import pytest
import webvtt

from assets.services.captions import as_transcript, as_webvtt, read, shifted
from assets.services.cues import Cue

WEBVTT = """WEBVTT - 党课

STYLE
::cue { color: red }

NOTE 一条说明

开场
00:00.000 --> 00:02.500 align:start
同志们好

00:01:02.500 --> 00:01:05.000
<v 李明>请看<i>这里</i> &amp; 那里
第二行
"""
SRT = """1
00:00:00,000 --> 00:00:02,500
同志们好

2
00:01:02,500 --> 00:01:05,000
{\\an8}李明：请看<b>这里</b> & 那里
第二行
"""
CUES = [Cue(0.0, 2.5, "同志们好"), Cue(62.5, 65.0, "李明：请看这里 & 那里\n第二行")]


def _messages(text: str) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        read(text.encode())
    return caught.value.messages


@pytest.mark.parametrize("text", [WEBVTT, SRT, SRT.replace("\n", "\r\n"), SRT.replace("\n", "\r")])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
def test_both_formats_in_the_encodings_of_editors_tools(text, encoding):
    assert read(text.encode(encoding)) == CUES


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("WEBVTT\n\n00:00.000 -> 00:xx.000\n好", "第 3 行：时间写法不对"),
        ("1\n00:00:00,000 -> 00:00:02,000\n好", "第 2 行：时间写法不对"),
        ("1\n00:00:00,000 —> 00:00:02,000\n好", "第 1 行：这里应当是时间"),
        ("1\n00:00:00,5 --> 00:00:02,000\n好", "第 2 行：时间写法不对"),
        ("00:00.000 --> 00:02.000\n好", "第 1 行：WebVTT 文件的第一行应当是 WEBVTT"),
        ("1\n00:00:00.000 --> 00:00:02.000\n好", "第 1 行：WebVTT 文件的第一行应当是 WEBVTT"),
        ("\nWEBVTT\n\n00:00.000 --> 00:02.000\n好", "第 1 行：WebVTT 文件的第一行应当是 WEBVTT"),
        ("WEBVTT\n00:00.000 --> 00:02.000\n好", "第 2 行：WEBVTT 和第一条字幕之间缺少空行"),
        ("WEBVTT\n\n00:00,000 --> 00:02,000\n好", "第 3 行：时间写法不对，WebVTT 用点"),
        ("1\n00:00:00,000 --> 00:00:61,000\n好", "第 2 行：时间里的分和秒不能超过 59"),
        ("1\n00:00:05,000 --> 00:00:04,000\n好", "第 2 行：结束时间没有晚于开始时间"),
        ("1\n-00:00:05,000 --> 00:00:04,000\n好", "第 2 行：时间写法不对"),
        (
            "1\n00:00:05,000 --> 00:00:06,000\n好\n\n2\n00:00:01,000 --> 00:00:02,000\n好",
            "第 6 行：开始时间早于上一条（00:00:05.000）",
        ),
        (
            "1\n00:00:01,000 --> 00:00:06,000\n好\n\n2\n00:00:04,000 --> 00:00:08,000\n好",
            "第 6 行：与上一条重叠，上一条到 00:00:06.000 才结束",
        ),
        ("1\n00:00:01,000 --> 00:00:06,000\n好\n\n没有时间的话", "第 5 行：这里应当是时间"),
        (
            "1\n00:00:01,000 --> 00:00:02,000\n好\n2\n00:00:02,000 --> 00:00:03,000\n好",
            "第 5 行：两条字幕之间缺少空行",
        ),
    ],
)
def test_faults_name_their_line(text, message):
    assert _messages(text)[0].startswith(message)


def test_a_file_named_webvtt_needs_the_header_of_one():
    with pytest.raises(ValidationError) as caught:
        read(SRT.encode(), name="党课.VTT")
    assert caught.value.messages == [
        "第 1 行：WebVTT 文件的第一行应当是 WEBVTT；SRT 文件的时间用逗号，文件名以 .srt 结尾。"
    ]
    assert read(SRT.encode(), name="党课.srt") == CUES


def test_many_faults_are_counted_not_listed():
    messages = _messages("\n\n".join(["没有时间"] * 9))
    assert len(messages) == 6
    assert messages[0].startswith("第 1 行") and messages[4].startswith("第 9 行")
    assert messages[5] == "另有 4 处同类问题。"


def test_lines_are_counted_as_an_editor_shows_them():
    # U+2028 and form feed end a line for Python, not for an editor.
    text = "1\n00:00:00,000 --> 00:00:01,000\n甲\u2028乙\x0c丙\n\n2\n坏"
    assert _messages(text) == ["第 5 行：这里应当是时间，例如 00:00:01.000 --> 00:00:04.000。"]


def test_neighbours_that_overlap_by_a_frame_are_cut():
    text = "1\n00:00:00,000 --> 00:00:02,040\n甲\n\n2\n00:00:02,000 --> 00:00:03,000\n乙"
    assert read(text.encode()) == [Cue(0.0, 2.0, "甲"), Cue(2.0, 3.0, "乙")]


def test_what_a_chinese_keyboard_types_is_understood():
    text = "１\n00：00：00，000 --> 00：00：02，500\n好"
    assert read(text.encode()) == [Cue(0.0, 2.5, "好")]


def test_captions_without_words_are_left_out():
    text = "1\n00:00:00,000 --> 00:00:01,000\n\u200b\n\n2\n00:00:01,000 --> 00:00:02,000\n好"
    assert read(text.encode()) == [Cue(1.0, 2.0, "好")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "captions_empty"),
        (b"WEBVTT\n\n", "captions_empty"),
        (b"\x80\xff\xfe\x81", "captions_encoding"),
        (b"\xff\xfe\x00", "captions_encoding"),
        (b"x" * (2 * 1024 * 1024 + 1), "captions_size"),
    ],
)
def test_what_is_no_caption_file(data, code):
    with pytest.raises(ValidationError) as caught:
        read(data)
    assert caught.value.code == code


@pytest.mark.parametrize("block", ["00:00.000 --> 00:01.000\n好", "坏"])
def test_what_has_too_many_captions_or_faults_is_another_file(block):
    assert _messages("\n\n".join([block] * 30_000)) == [
        "这不像字幕文件：条数或错误太多，请确认选对了文件。"
    ]


def test_the_written_file_is_read_alike_by_another_reader():
    cues = [*CUES, Cue(3661.001, 3662.0, "a --> b <script>&amp;</script>")]
    data = as_webvtt(cues)
    assert read(data) == cues
    other = webvtt.WebVTT.from_string(data.decode(), strict=True)
    assert [caption.start for caption in other] == ["00:00:00.000", "00:01:02.500", "01:01:01.001"]
    assert "<script" not in data.decode()


def test_a_transcript_has_one_line_for_each_caption():
    assert as_transcript(CUES)[1].text == "李明：请看这里 & 那里 第二行"


def test_shifting():
    assert [cue.start for cue in shifted(CUES, 1.25)] == [1.25, 63.75]
    later = [Cue(5.0, 6.0, "好")]
    assert shifted(later, -5) == [Cue(0.0, 1.0, "好")]
    with pytest.raises(ValidationError, match="最多只能提前 5 秒"):
        shifted(later, -5.5)


def test_broken_files_never_raise_anything_else():
    chance = random.Random(2026)
    for text in (WEBVTT, SRT):
        for encoding in ("utf-8", "utf-16", "gb18030"):
            whole = text.encode(encoding)
            for _round in range(150):
                broken = bytearray(whole)
                for _hit in range(chance.randint(1, 6)):
                    broken[chance.randrange(len(broken))] = chance.randrange(256)
                try:
                    cues = read(bytes(broken))
                except ValidationError as error:
                    assert error.messages
                else:
                    assert all(cue.end > cue.start for cue in cues)
