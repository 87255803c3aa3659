"""What the components show: plain data, the same for the guide and for tests."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator

from wagtail.models import Page

TITLE = "老渡口通了步道，三个周末补齐最后一公里"
LONG = "关于在全镇各党支部深入开展“走百家门、听百家言、办百家事”调查研究月活动并做好意见收集、分办、反馈、公示各环节工作的通知"
SUMMARY = "支部把议事会开到河边，村民出主意、党员出工，旧石阶变成了雨天也好走的路。"


def example(**changes: Any) -> Any:
    """As much of an article as its components read: a page that is nowhere in the tree, since
    ``{% pageurl %}`` takes pages alone."""
    values = {
        "title": TITLE,
        "summary": SUMMARY,
        "date": date(2026, 5, 18),
        "branch": SimpleNamespace(name="北渡口村党支部"),
        "author": "苏禾",
        "responsible_editor": "方晓",
        "source": SimpleNamespace(name="示例日报", url="", is_own=False),
        "is_reprint": True,
        "original_url": "https://example.org/",
        "kicker": "新闻",
        "length_label": "1,460 字",
        "word_count": 1460,
        "reading_minutes": 4,
        "listening_minutes": 6,
        "article_count": 36,
        "cover": None,
        **changes,
    }
    page = Page(title=values["title"])
    for name, value in values.items():
        setattr(page, name, value)
    # Links lead to the top of the guide itself.
    page.get_url = page.relative_url = lambda *args, **kwargs: "#main"
    return page


def pages(count: int = 240, number: int = 5) -> ListPage:
    """A page in the middle of a long list."""
    return Paginator(range(count), 20).page(number)


def examples() -> dict[str, Any]:
    first = example()
    long = example(title=LONG, summary=SUMMARY * 3, kicker="长读")
    bare = example(title="通知", summary="", branch=None, author="", source=None, is_reprint=False)
    cue = SimpleNamespace(seconds=14, label="00:14", text="先看情况，再敲门。", start=14.0)
    return {
        "items": [first, long, bare],
        "first": first,
        "long": long,
        "bare": bare,
        "pages": pages(),
        "corrections": [SimpleNamespace(date=date(2026, 5, 20), text="人数应为 42 名。")],
        "topics": [
            SimpleNamespace(name="基层治理", url="#main"),
            SimpleNamespace(name="新", url=""),
        ],
        "headings": [
            {"text": text, "level": "2", "anchor": "main"} for text in ("缘起", "经过", "结果")
        ],
        "surroundings": SimpleNamespace(surroundings=SimpleNamespace(previous=first, next=long)),
        "media": SimpleNamespace(cues=[cue, cue]),
    }
