"""Lines of a file and the values of their fields."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from articles.importing import rows
from articles.importing.rows import BadRow, read_rows
from articles.importing.values import first_sentence, read_date, read_id, read_values
from learning.models import TheoryArticlePage
from news.models import NewsPage


def read(tmp_path: Path, content: bytes) -> list[tuple[int, Any]]:
    """(number, object or reason) of each line."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)
    return [
        (row.number, row.data if row.data is not None else row.error.reason)
        for row in read_rows(path)
    ]


def values(model: Any = NewsPage, title_from_body: bool = False, **data: Any) -> Any:
    row = {"id": "1", "title": "标题", "body": "正文", **data}
    return read_values(row, model, title_from_body)


def test_lines_are_read_one_by_one(tmp_path: Path) -> None:
    content = '\ufeff{"id": 1}\r\n\n  \n{"id": 2}'.encode()
    assert read(tmp_path, content) == [(1, {"id": 1}), (4, {"id": 2})]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": 1', "JSON 写法有误（第 9 个字符）。"),
        (b"[1]", "这一行不是一个 JSON 对象。"),
        (b'"text"', "这一行不是一个 JSON 对象。"),
        (b"null", "这一行不是一个 JSON 对象。"),
        (b'{"id": "\xd6\xd0"}', "不是 UTF-8 编码（第 9 个字节）。"),
        (b"[" * 100_000, "JSON 嵌套太深或数字太长。"),
        (b'{"id": ' + b"1" * 10_000 + b"}", "JSON 嵌套太深或数字太长。"),
    ],
)
def test_a_broken_line_is_told_and_the_next_is_read(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    assert read(tmp_path, line + b'\n{"id": 2}\n') == [(1, reason), (2, {"id": 2})]


def test_a_line_without_end_is_not_kept_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "LINE_LIMIT", 1024)
    content = b'{"id": "' + b"x" * 5000 + b'"}\n{"id": 2}\n' + b"y" * 1024
    (first, why), second, (third, last) = read(tmp_path, content)
    assert (first, third) == (1, 3)
    assert "超过" in why
    assert second == (2, {"id": 2})
    assert "JSON 写法有误" in last


@pytest.mark.parametrize(("raw", "kept"), [("a-1", "a-1"), (7, "7"), (" 甲\u200b ", "甲")])
def test_ids(raw: Any, kept: str) -> None:
    assert read_id({"id": raw}) == kept


@pytest.mark.parametrize("raw", [None, "", "  ", True, 1.5, [], {}, "\u200b", "x" * 201])
def test_rows_without_a_usable_id_are_refused(raw: Any) -> None:
    with pytest.raises(BadRow) as refusal:
        read_id({"id": raw})
    assert refusal.value.field == "id"


@pytest.mark.parametrize(
    "raw",
    ["2024-03-05", "2024/3/5", "2024.3.5", "2024年3月5日", "20240305", "2024-03-05T20:30:00+08:00"],
)
def test_dates_as_people_write_them(raw: str) -> None:
    assert read_date(raw) == datetime.date(2024, 3, 5)


def test_no_date_is_no_error() -> None:
    assert read_date(None) is None
    assert read_date("") is None


@pytest.mark.parametrize(
    "raw", ["昨天", "2024-02-30", "2024-13-01", "0001-01-01", "9999-01-01", 5, [], "٢٠٢٤-03-05"]
)
def test_dates_that_mean_no_day_are_refused(raw: Any) -> None:
    with pytest.raises(BadRow) as refusal:
        read_date(raw)
    assert refusal.value.field == "date"


def test_all_fields() -> None:
    row = values(
        title="标\n题\u200b",
        summary="导语",
        author="张三",
        original_url="https://example.org/a",
        source="来源",
        branch="第一党支部",
        topics=["乡村振兴", "乡村振兴", " "],
        date="2024-03-05",
        audience="党员",
        keywords="x",
    )
    assert row.title == "标 题"
    assert row.fields == {
        "summary": "导语",
        "author": "张三",
        "responsible_editor": "",
        "original_url": "https://example.org/a",
        "audience": "members",
    }
    assert (row.source, row.branch, row.topics) == ("来源", "第一党支部", ["乡村振兴"])
    assert row.ignored == ["keywords"]


def test_topics_in_one_text() -> None:
    assert values(topics="甲、乙，丙; 丁").topics == ["甲", "乙", "丙", "丁"]


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        ("title", ""),
        ("title", "长" * 256),
        ("title", ["标题"]),
        ("body", None),
        ("body", "\n \u200b<p></p>"),
        ("body", {"text": "x"}),
        ("summary", "长" * 201),
        ("author", "长" * 61),
        ("original_url", "javascript:alert(1)"),
        ("original_url", "example.org"),
        ("original_url", "https://example.org/" + "a" * 200),
        ("topics", {"a": 1}),
        ("topics", ["甲", 1]),
        ("source", 1),
        ("audience", "所有人"),
    ],
)
def test_a_value_that_can_not_be_used_names_its_field(field: str, raw: Any) -> None:
    with pytest.raises(BadRow) as refusal:
        values(**{field: raw})
    assert refusal.value.field == field
    assert refusal.value.reason


def test_a_title_as_long_as_allowed() -> None:
    assert values(title="长" * 255).title == "长" * 255


def test_formats_belong_to_the_types_that_have_them() -> None:
    assert values(TheoryArticlePage, format="微理论").fields["format"] == "micro"
    assert values(TheoryArticlePage, format="long").fields["format"] == "long"
    assert "format" not in values(NewsPage, format="micro").fields
    with pytest.raises(BadRow):
        values(TheoryArticlePage, format="短")


def test_a_missing_title_from_the_first_sentence() -> None:
    row = values(title=" ", body="<p>支部开会。</p><p>然后</p>", title_from_body=True)
    assert row.title == "支部开会"


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("今天下雨吗？会的。", "今天下雨吗？"),
        ("长" * 50, "长" * 38 + "……"),
        ("\n\n第二行", "第二行"),
        ("", ""),
    ],
)
def test_first_sentences(source: str, title: str) -> None:
    assert first_sentence(source) == title
