"""The filters of an address: what they are called there, and what they mean to an engine."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Branch
from search.registry import all_types
from topics.models import Topic

LENGTHS = ("short", "medium", "long")
MEDIA = ("video", "audio", "pictures", "document")
# What is found besides pages.
FILES = "document"
MAX_VALUES = 10
_YEAR = re.compile(r"(?:19|20)\d\d")
_STORY = re.compile(r"[0-9a-f]{16}")

# Name in the address -> (the engine's field, what the reader calls it).
NAMES: Mapping[str, tuple[str, Promise]] = {
    "kind": ("kind", _("类型")),
    "topic": ("topic", _("专题")),
    "year": ("year", _("年份")),
    "branch": ("branch", _("支部")),
    "length": ("length", _("篇幅")),
    "media": ("media", _("形式")),
    "language": ("locale", _("语言")),
    # Copies of one story, which a list shows once.
    "story": ("story", _("文章")),
}


class Parameters(Protocol):
    def getlist(self, key: str, /) -> list[str]: ...


def read_filters(
    params: Parameters, notices: list[Any]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The engine's filters and the same values as in the address, both by field or name.

    What names nothing is left out, and a sentence about it goes to ``notices``: a reader who
    followed an old address should know why there is more than it promised.
    """
    filters: dict[str, tuple[str, ...]] = {}
    chosen: dict[str, tuple[str, ...]] = {}
    for name, (field, label) in NAMES.items():
        asked = [value.strip()[:100] for value in params.getlist(name)]
        asked = list(dict.fromkeys(value for value in asked if value))[:MAX_VALUES]
        if not asked:
            continue
        known = _READERS[name](asked)
        if unknown := [value for value in asked if value not in known]:
            sentence = _("没有这样的{label}：{values}，已按全部搜索。")
            if known:
                sentence = _("没有这样的{label}：{values}，已略去。")
            shown = "、".join(value[:30] for value in unknown)
            notices.append(format_lazy(sentence, label=label, values=shown))
        if known:
            chosen[name] = tuple(value for value in asked if value in known)
            filters[field] = tuple(dict.fromkeys(known[value] for value in chosen[name]))
    return filters, chosen


def _one_of(allowed: Callable[[], Iterable[str]]) -> Callable[[list[str]], dict[str, str]]:
    def read(asked: list[str]) -> dict[str, str]:
        return {value: value for value in asked if value in set(allowed())}

    return read


def _kinds() -> set[str]:
    return {kind.key for kind in all_types()} | {FILES}


def _topics(asked: list[str]) -> dict[str, str]:
    """A merged topic's old address leads to the topic that took its place."""
    rows = Topic.objects.filter(slug__in=asked, status__in=["accepted", "merged"])
    return {
        slug: str(merged_into or pk)
        for slug, pk, merged_into in rows.values_list("slug", "pk", "merged_into")
    }


def _branches(asked: list[str]) -> dict[str, str]:
    rows = Branch.objects.filter(slug__in=asked).order_by()
    return {slug: str(pk) for slug, pk in rows.values_list("slug", "pk")}


def _years(asked: list[str]) -> dict[str, str]:
    return {value: value for value in asked if _YEAR.fullmatch(value)}


def _stories(asked: list[str]) -> dict[str, str]:
    return {value: value for value in asked if _STORY.fullmatch(value)}


_READERS: Mapping[str, Callable[[list[str]], dict[str, str]]] = {
    "kind": _one_of(_kinds),
    "topic": _topics,
    "year": _years,
    "branch": _branches,
    "length": _one_of(lambda: LENGTHS),
    "media": _one_of(lambda: MEDIA),
    "language": _one_of(lambda: dict(settings.LANGUAGES)),
    "story": _stories,
}
