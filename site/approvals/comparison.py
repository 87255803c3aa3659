"""What differs between two contents, by words: a Chinese sentence is not one token.

Works on kept contents (``approvals.digest``), so that the record can show it years later. Links
are part of the text: a changed target is a change.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from django.utils.html import escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import rjieba

from approvals.models.entry import Content

LINK = re.compile(r'<a\b[^>]*?(?:href="([^"]*)"|id="(\d+)")[^>]*>(.*?)</a>', re.DOTALL)
EMBED = re.compile(r"<embed\b([^>]*)/?>")
ENDS = re.compile(r"</(?:p|li|h\d|blockquote|tr)>|<br\s*/?>")
# Beyond that a word by word comparison of one paragraph takes seconds.
MOST_WORDS = 6000


@dataclass(frozen=True)
class Change:
    """One field or paragraph: ``html`` has ``<del>`` and ``<ins>``; ``size`` in characters."""

    label: str
    html: SafeString
    size: int
    is_changed: bool


def kept(digest: str) -> dict[str, Any]:
    """The content of ``digest``; empty where none is kept."""
    row = Content.objects.filter(pk=digest).first() if digest else None
    return row.data if row else {}


def change_size(old: str, new: str) -> int:
    """How many characters were put in or taken out between two kept contents."""
    return sum(change.size for change in compare(kept(old), kept(new)) if change.is_changed)


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Paragraph by paragraph; unchanged ones of the body stand between for orientation."""
    changes: list[Change] = []
    for name in [*new, *(name for name in old if name not in new)]:
        if name == "type":
            continue
        before, after = old.get(name), new.get(name)
        if isinstance(before, list) or isinstance(after, list):
            changes += _compare_lists(_label(name), before or [], after or [])
        elif before != after and (_text(before) or _text(after)):
            changes.append(_compare_texts(_label(name), _text(before), _text(after)))
    return changes


def plain(value: Any) -> str:
    """A field's value as text to read."""
    return _text(value)


def _compare_lists(label: str, old: list[Any], new: list[Any]) -> list[Change]:
    before, after = [_text(item) for item in old], [_text(item) for item in new]
    changes = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            changes += [Change(label, escape(text), 0, False) for text in before[i:j]]
            continue
        for index in range(max(j - i, m - k)):
            left = before[i + index] if i + index < j else ""
            right = after[k + index] if k + index < m else ""
            changes.append(_compare_texts(label, left, right))
    return changes


def _compare_texts(label: str, old: str, new: str) -> Change:
    parts = list(_word_changes(old, new))
    html = format_html_join("", "{}", ((_mark(tag, text),) for tag, text in parts))
    return Change(label, html, sum(len(text) for tag, text in parts if tag != "equal"), True)


def _mark(tag: str, text: str) -> SafeString:
    if tag == "equal":
        return escape(text)
    return format_html("<del>{0}</del>" if tag == "delete" else "<ins>{0}</ins>", text)


def _word_changes(old: str, new: str) -> Iterator[tuple[str, str]]:
    """("equal" | "delete" | "insert", text), in order."""
    before, after = rjieba.cut(old), rjieba.cut(new)
    if len(before) + len(after) > MOST_WORDS:
        yield "delete", old
        yield "insert", new
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield "equal", "".join(before[i:j])
            continue
        if i < j:
            yield "delete", "".join(before[i:j])
        if k < m:
            yield "insert", "".join(after[k:m])


def _text(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, str):
        return _readable(value)
    if isinstance(value, list):
        return "\n".join(_text(item) for item in value)
    if isinstance(value, dict):
        if value.keys() == {"type", "value"}:
            return _text(value["value"])
        return "；".join(f"{name}：{_text(item)}" for name, item in value.items() if item)
    return str(value)


def _readable(html: str) -> str:
    if "<" not in html:
        return html
    html = LINK.sub(lambda m: f"{m[3]}〔{m[1] or _('页面') + ' ' + m[2]}〕", html)
    html = EMBED.sub(lambda m: f"〔{m[1].strip()}〕", html)
    return unescape(strip_tags(ENDS.sub("\n", html))).strip()


def _label(name: str) -> str:
    return str(LABELS.get(name, name))


LABELS = {
    "title": gettext_lazy("标题"),
    "slug": gettext_lazy("网址"),
    "seo_title": gettext_lazy("浏览器标题"),
    "search_description": gettext_lazy("分享语"),
    "show_in_menus": gettext_lazy("导航"),
    "go_live_at": gettext_lazy("定时发布"),
    "expire_at": gettext_lazy("到期下线"),
    "summary": gettext_lazy("导语"),
    "body": gettext_lazy("正文"),
    "cover": gettext_lazy("题图"),
    "date": gettext_lazy("发布日期"),
    "author": gettext_lazy("作者"),
    "responsible_editor": gettext_lazy("责任编辑"),
    "source": gettext_lazy("来源"),
    "original_url": gettext_lazy("原文网址"),
    "branch": gettext_lazy("党组织"),
    "audience": gettext_lazy("对象"),
    "corrections": gettext_lazy("更正"),
    "tagged_pages": gettext_lazy("专题"),
    "assets": gettext_lazy("图片和文件"),
    "introduction": gettext_lazy("介绍"),
    "sections": gettext_lazy("版块"),
    "format": gettext_lazy("体裁"),
    "media": gettext_lazy("视频"),
    "speaker": gettext_lazy("主讲人"),
}
