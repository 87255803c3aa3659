"""What differs between two contents, by words: a Chinese sentence is not one token.

Works on kept contents (``approvals.digest``), so that the record can show it years later. Links
are part of the text: a changed target is a change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

import rjieba

from approvals.models.kept import Content
from approvals.wording import Wording

# Beyond that a word by word comparison of one paragraph takes seconds.
MOST_WORDS = 6000
# Shown only where they changed: their names stand at the fields that use them.
NAMELESS = {"assets"}


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
    before_words, after_words = Wording(old), Wording(new)
    for name in [*new, *(name for name in old if name not in new)]:
        if name == "type" or (name in NAMELESS and old.get(name) == new.get(name)):
            continue
        words = after_words if name in new else before_words
        before = before_words.texts(name, old.get(name))
        after = after_words.texts(name, new.get(name))
        is_plain = not isinstance(old.get(name, new.get(name)), (list, dict))
        if not is_plain or old.get(name) != new.get(name):
            changes += _compare_lists(words.label(name), before, after)
    return changes


def whole(content: dict[str, Any]) -> list[Change]:
    """All of a content that nobody has read before: nothing stands out."""
    words = Wording(content)
    return [
        Change(words.label(name), escape(text), 0, False)
        for name, value in content.items()
        if name != "type" and name not in NAMELESS and value not in (False, None)
        for text in words.texts(name, value)
    ]


def _compare_lists(label: str, before: list[str], after: list[str]) -> list[Change]:
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
