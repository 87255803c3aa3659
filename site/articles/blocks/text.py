"""Blocks of words. Each says its own text (``text_of``), which is what 字数 counts, and from its
stored value the passages that search can lead to (``passages_of``)."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.rich_text import RichText

from articles.anchors import anchored, paragraphs
from articles.wordcount import text_of_html
from core.richtext import FEATURES
from search.documents import Passage


class HeadingBlock(blocks.StructBlock):
    """A section title. Two levels below the page's own title are enough for an article."""

    text = blocks.CharBlock(label=_("小标题"), max_length=60)
    level = blocks.ChoiceBlock(
        label=_("级别"), choices=[("2", _("一级小标题")), ("3", _("二级小标题"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("小标题")
        template = "components/blocks/heading.html"
        preview_value = {"text": "先把议事会开到河边", "level": "2"}
        description = _("正文里的分段标题，会列入目录")

    def text_of(self, value: Any) -> str:
        return value["text"]

    def passages_of(self, raw: Any, block_id: str) -> Iterator[Passage]:
        yield Passage(raw["text"], f"h-{block_id}")


class ParagraphBlock(blocks.RichTextBlock):
    """Running text: one or more paragraphs and lists, each with an address of its own."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", FEATURES["paragraph"])
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("正文")
        template = "components/blocks/paragraph.html"
        preview_value = "<p>三月初，支部收到十一条关于这条路的意见。支部没有急着定方案，而是把议事会搬到河岸。</p>"
        description = _("普通段落，可加粗、列表、链接")

    def get_context(self, value: RichText, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["html"] = anchored(value.source)
        return context

    def text_of(self, value: RichText) -> str:
        return text_of_html(value.source)

    def passages_of(self, raw: str, block_id: str) -> Iterator[Passage]:
        for key, text in paragraphs(raw):
            yield Passage(text, f"p-{key}" if key else "")


class QuotationBlock(blocks.StructBlock):
    """A quotation, always with where it comes from."""

    text = blocks.TextBlock(label=_("引文"), rows=3)
    source = blocks.CharBlock(
        label=_("出处"), max_length=120, help_text=_("谁说的或哪份文件、哪一页，审校时要核对。")
    )
    url = blocks.URLBlock(label=_("出处网址"), required=False, default="")

    class Meta:
        icon = "openquote"
        label = _("引文")
        template = "components/blocks/quotation.html"
        preview_value = {
            "text": "路是大家走的，怎么修就该大家说了算。",
            "source": "北渡口村党支部书记",
        }
        description = _("带出处的引文")

    def text_of(self, value: Any) -> str:
        return value["text"]

    def passages_of(self, raw: Any, block_id: str) -> Iterator[Passage]:
        yield Passage(f"{raw['text']}\n{raw.get('source', '')}")


class TableBlock(TypedTableBlock):
    """A table with a heading row; cells are plain text, numbers or one line of rich text."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        columns = [
            ("text", blocks.CharBlock(label=_("文字"), required=False, default="")),
            ("number", blocks.CharBlock(label=_("数字"), required=False, default="")),
            (
                "rich",
                blocks.RichTextBlock(
                    label=_("带格式文字"), features=FEATURES["line"], required=False
                ),
            ),
        ]
        super().__init__([*columns, *(local_blocks or [])], **kwargs)

    class Meta:
        icon = "table"
        label = _("表格")
        template = "components/blocks/table.html"
        description = _("带表头的表格，三列以内手机上最好读")
        preview_value = {
            "caption": "三项工作的进度",
            "columns": [{"type": "text", "heading": "事项"}, {"type": "number", "heading": "完成"}],
            "rows": [{"values": ["修步道", "12 天"]}, {"values": ["装扶手", "5 天"]}],
        }

    def text_of(self, value: Any) -> str:
        words = [str(column["heading"]) for column in value.columns]
        for row in value.rows:
            for cell in row:
                raw = cell.value
                words.append(text_of_html(raw.source) if isinstance(raw, RichText) else str(raw))
        return "\n".join(words)

    def passages_of(self, raw: Any, block_id: str) -> Iterator[Passage]:
        words = [raw.get("caption", ""), *(column["heading"] for column in raw["columns"])]
        cells = [text_of_html(str(cell)) for row in raw["rows"] for cell in row["values"]]
        yield Passage(" ".join(filter(None, [*words, *cells])))


class TimelineEntryBlock(blocks.StructBlock):
    when = blocks.CharBlock(
        label=_("时间"), max_length=30, help_text=_("例如：2024年3月、第二天上午。")
    )
    title = blocks.CharBlock(label=_("事件"), max_length=60)
    text = blocks.TextBlock(label=_("说明"), required=False, default="", rows=2)

    class Meta:
        icon = "date"
        label = _("节点")


class TimelineBlock(blocks.StructBlock):
    """Events in the order in which they are given."""

    entries = blocks.ListBlock(TimelineEntryBlock(), label=_("节点"), min_num=2)

    class Meta:
        icon = "history"
        label = _("时间线")
        template = "components/blocks/timeline.html"
        description = _("按时间排列的事件")
        preview_value = {
            "entries": [
                {"when": "3月", "title": "收集意见", "text": "走访七十户。"},
                {"when": "5月", "title": "步道通行", "text": ""},
            ]
        }

    def text_of(self, value: Any) -> str:
        return "\n".join(
            f"{entry['when']} {entry['title']}\n{entry['text']}" for entry in value["entries"]
        )

    def passages_of(self, raw: Any, block_id: str) -> Iterator[Passage]:
        for item in raw["entries"]:
            entry = item.get("value", item)
            yield Passage(f"{entry['when']} {entry['title']}\n{entry.get('text', '')}")


class CalloutBlock(blocks.StructBlock):
    """A note beside the text: a definition, a reminder, how to take part."""

    title = blocks.CharBlock(label=_("标题"), required=False, default="", max_length=40)
    text = blocks.RichTextBlock(label=_("内容"), features=FEATURES["paragraph"])

    class Meta:
        icon = "info-circle"
        label = _("提示框")
        template = "components/blocks/callout.html"
        description = _("名词解释、提醒、参与方式等")
        preview_value = {
            "title": "什么是三会一课",
            "text": "<p>支部党员大会、支部委员会、党小组会和党课。</p>",
        }

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["html"] = anchored(value["text"].source)
        return context

    def text_of(self, value: Any) -> str:
        return f"{value['title']}\n{text_of_html(value['text'].source)}"

    def passages_of(self, raw: Any, block_id: str) -> Iterator[Passage]:
        if raw.get("title"):
            yield Passage(raw["title"])
        for key, text in paragraphs(raw["text"]):
            yield Passage(text, f"p-{key}" if key else "")
