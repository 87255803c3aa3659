"""One row's values, read and checked field by field."""

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Model
from django.utils.translation import gettext as _

from articles.importing.body import CleanBody, clean_body
from articles.importing.characters import clean_line, split_lines
from articles.importing.rows import BadRow
from articles.wordcount import text_of_html

ID_LIMIT = 200
# Fields of one line that are taken as they are, where the page type has them.
TEXT_FIELDS = ("summary", "author", "responsible_editor")
# Fields whose value is one of the page type's choices, by value or by label.
CHOICE_FIELDS = ("audience", "format")
KNOWN_FIELDS = frozenset(
    {"id", "title", "body", "date", "source", "topics", "branch", "original_url"}
    | {*TEXT_FIELDS, *CHOICE_FIELDS}
)
DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s].*)?|(\d{4})(\d\d)(\d\d)",
    re.ASCII,
)
# Earlier or later is a slip of the pen.
YEARS = range(1900, 2101)
TOPIC_SEPARATORS = re.compile(r"[,，、;；\n]")
SENTENCE_END = re.compile(r"(?<=[。！？!?])")
TITLE_FROM_BODY = 40
is_web_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class RowValues:
    """A row as its file means it; names are not looked up yet.

    ``fields``: values by name of the page's field. ``ignored``: names that mean nothing here.
    """

    id: str
    title: str
    body: CleanBody
    date: datetime.date | None
    fields: dict[str, str]
    source: str
    branch: str
    topics: list[str]
    ignored: list[str]


def read_id(data: dict[str, Any]) -> str:
    """The row's id; a number counts as its digits. Raises ``BadRow``."""
    raw = data.get("id")
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    value = clean_line(raw) if isinstance(raw, str) else ""
    if not value:
        raise BadRow("id", _("缺少编号：再次导入时要靠它认出是哪一篇。"))
    return _limited("id", value, ID_LIMIT)


def read_values(data: dict[str, Any], model: type[Model], title_from_body: bool) -> RowValues:
    """The row for pages of type ``model``. Raises ``BadRow`` for the first unusable field.

    ``title_from_body``: a missing title is made from the first sentence.
    """
    title = _limited("title", _line(data, "title"), _limit(model, "title"))
    source_text = _string(data, "body")
    body = clean_body(source_text, title)
    if not body.blocks:
        raise BadRow("body", _("正文是空的。"))
    title = title or (first_sentence(source_text) if title_from_body else "")
    if not title:
        raise BadRow("title", _("缺少标题。"))
    names = {field.name for field in model._meta.get_fields()}
    fields = {"original_url": _address(data, _limit(model, "original_url"))}
    for name in TEXT_FIELDS:
        fields[name] = _limited(name, _line(data, name), _limit(model, name))
    for name in CHOICE_FIELDS:
        if name in names and (asked := _line(data, name)):
            fields[name] = _choice(model, name, asked)
    return RowValues(
        id=read_id(data),
        title=title,
        body=body,
        date=read_date(data.get("date")),
        fields=fields,
        source=_line(data, "source"),
        branch=_line(data, "branch"),
        topics=_topics(data.get("topics")),
        ignored=sorted(str(name)[:40] for name in data if name not in KNOWN_FIELDS),
    )


def read_date(raw: Any) -> datetime.date | None:
    """2024-03-05, 2024/3/5, 2024年3月5日, 20240305, a time after it or not; None for nothing."""
    if raw is None or raw == "":
        return None
    match = DATE.fullmatch(clean_line(raw)) if isinstance(raw, str) else None
    if match is None:
        raise BadRow(
            "date", _("看不懂日期“%(value)s”，请写成 2024-03-05。") % {"value": str(raw)[:30]}
        )
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        date = datetime.date(year, month, day)
    except ValueError as error:
        raise BadRow("date", _("没有这一天：%(value)s。") % {"value": str(raw)[:30]}) from error
    if year not in YEARS:
        raise BadRow("date", _("年份不对：%(value)s。") % {"value": str(raw)[:30]})
    return date


def first_sentence(source: str) -> str:
    """The beginning of a text as a title: its first sentence, at most forty characters."""
    lines = split_lines(text_of_html(source))
    sentence = SENTENCE_END.split(lines[0])[0].rstrip("。") if lines else ""
    if len(sentence) <= TITLE_FROM_BODY:
        return sentence
    return f"{sentence[: TITLE_FROM_BODY - 2]}……"


def _limit(model: type[Model], name: str) -> int:
    return int(model._meta.get_field(name).max_length)  # type: ignore[union-attr, arg-type]


def _string(data: dict[str, Any], name: str) -> str:
    raw = data.get(name)
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise BadRow(name, _("应是一段文字。"))
    return raw


def _line(data: dict[str, Any], name: str) -> str:
    return clean_line(_string(data, name))


def _limited(name: str, value: str, limit: int) -> str:
    if len(value) > limit:
        raise BadRow(
            name,
            _("有 %(count)d 个字符，最多 %(limit)d 个。") % {"count": len(value), "limit": limit},
        )
    return value


def _address(data: dict[str, Any], limit: int) -> str:
    address = _limited("original_url", _line(data, "original_url"), limit)
    if address:
        try:
            is_web_address(address)
        except ValidationError as error:
            raise BadRow("original_url", _("不是网址：%(value)s") % {"value": address}) from error
    return address


def _choice(model: type[Model], name: str, asked: str) -> str:
    choices = dict(model._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    for value, label in choices.items():
        if asked in {value, str(label)}:
            return str(value)
    raise BadRow(
        name,
        _("只能是%(choices)s之一。")
        % {"choices": "、".join(f"{value}（{label}）" for value, label in choices.items())},
    )


def _topics(raw: Any) -> list[str]:
    """Names from a list, or from one text that lists them."""
    if raw is None:
        return []
    names = TOPIC_SEPARATORS.split(raw) if isinstance(raw, str) else raw
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadRow("topics", _("应是专题名称的列表。"))
    cleaned = (clean_line(name) for name in names)
    return list(dict.fromkeys(name for name in cleaned if name))
