"""A kept content in words: fields by the names that the editor shows, keys by what they stand for.

Kept contents (``approvals.digest``) hold keys of sources, pictures and pages. Names of files and
sources are read from the content itself, as they were then; others as they are now.
"""

import re
from html import unescape
from pathlib import PurePosixPath
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

LINK = re.compile(r'<a\b[^>]*?(?:href="([^"]*)"|id="(\d+)")[^>]*>(.*?)</a>', re.DOTALL)
EMBED = re.compile(r"<embed\b([^>]*)/?>")
ENDS = re.compile(r"</(?:p|li|h\d|blockquote|tr)>|<br\s*/?>")
# Where Wagtail's own name says something else to the reviewer, or is none.
LABELS = {
    "slug": gettext_lazy("网址"),
    "seo_title": gettext_lazy("浏览器标题"),
    "search_description": gettext_lazy("分享语"),
    "show_in_menus": gettext_lazy("导航"),
    "go_live_at": gettext_lazy("定时发布"),
    "expire_at": gettext_lazy("到期下线"),
    "tagged_pages": gettext_lazy("专题"),
    "assets": gettext_lazy("图片和文件"),
}
# What tells two files apart, and tells a reviewer nothing.
SILENT = {"file_hash"}


class Wording:
    """Words for one content. Each key is looked up once."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.model = _model(content.get("type", ""))
        self.assets = content.get("assets") or {}
        self.names: dict[tuple[type[models.Model], int], str] = {}

    def label(self, name: str) -> str:
        if name in LABELS:
            return str(LABELS[name])
        child = self._child_model(name)
        if child is not None:
            return str(child._meta.verbose_name_plural)
        field = self._field(self.model, name)
        return str(field.verbose_name) if field is not None else name

    def texts(self, name: str, value: Any) -> list[str]:
        """One text for each paragraph or row; a plain field is one."""
        if name == "assets":
            return [self._asset(key, state) for key, state in (value or {}).items()]
        child = self._child_model(name)
        if child is not None:
            return [self._row(child, row) for row in value or []]
        field = self._field(self.model, name)
        if isinstance(field, StreamField) and isinstance(value, list):
            return [self._block(field.stream_block, item) for item in value]
        text = self._plain(field, value)
        return [text] if text else []

    def _row(self, model: type[models.Model], row: dict[str, Any]) -> str:
        found = {}
        for name, value in row.items():
            field = self._field(model, name)
            text = self._plain(field, value)
            if text:
                found[str(field.verbose_name) if field is not None else name] = text
        return next(iter(found.values())) if len(found) == 1 else _listed(found)

    def _plain(self, field: models.Field | None, value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(field, models.ForeignKey):
            return self.name_of(field.related_model, value)
        choices = dict(getattr(field, "flatchoices", None) or ())
        is_choice = isinstance(value, (str, int)) and value in choices
        return str(choices[value]) if is_choice else readable(value)

    def _block(self, stream: Any, item: Any) -> str:
        if not isinstance(item, dict) or "type" not in item:
            return readable(item)
        block = stream.child_blocks.get(item["type"])
        return self.value(block, item.get("value"))

    def value(self, block: Any, value: Any) -> str:
        """What a block of a stream says."""
        if value is None or value == "":
            return ""
        if isinstance(block, blocks.StructBlock) and isinstance(value, dict):
            return _listed(
                {
                    str(child.label or name): self.value(child, value.get(name))
                    for name, child in block.child_blocks.items()
                }
            )
        if isinstance(block, blocks.ListBlock) and isinstance(value, list):
            return "\n".join(self.value(block.child_block, item) for item in value)
        if isinstance(block, blocks.StreamBlock) and isinstance(value, list):
            return "\n".join(self._block(block, item) for item in value)
        if isinstance(block, blocks.ChooserBlock):
            return self.name_of(block.target_model, value)
        if isinstance(block, blocks.ChoiceBlock):
            return str(dict(_flat(block.field.choices)).get(value, value))
        return readable(value)

    def name_of(self, model: Any, key: Any) -> str:
        """What ``key`` stands for, as the content has it or else as it is called today."""
        if not str(key).isdecimal():
            return str(key)
        if isinstance(model, str):
            # A chooser may name its model instead of holding it.
            model = apps.get_model(model)
        known = (model, int(key))
        if known not in self.names:
            state = self.assets.get(f"{model._meta.label}:{key}")
            self.names[known] = _title(state) if state else self._stored(model, int(key))
        return self.names[known]

    def _stored(self, model: type[models.Model], key: int) -> str:
        row = model._default_manager.filter(pk=key).first()
        if row is None:
            return _("%(kind)s %(key)s（已删除）") % {"kind": model._meta.verbose_name, "key": key}
        return row.title if isinstance(row, Page) else str(row)

    def _asset(self, key: str, state: dict[str, Any] | None) -> str:
        label, _colon, number = key.partition(":")
        model = _model(label)
        kind = str(model._meta.verbose_name) if model is not None else label
        if state is None:
            return _("%(kind)s %(key)s（已删除）") % {"kind": kind, "key": number}
        said = {}
        for name, value in state.items():
            field = self._field(model, name)
            if name not in SILENT and value:
                said[str(field.verbose_name) if field is not None else name] = readable(value)
        return f"{kind}：{_listed(said)}"

    def _child_model(self, name: str) -> type[models.Model] | None:
        for relation in get_all_child_relations(self.model) if self.model else ():
            if relation.get_accessor_name() == name:
                return relation.related_model
        return None

    @staticmethod
    def _field(model: type[models.Model] | None, name: str) -> Any:
        try:
            return model._meta.get_field(name) if model is not None else None
        except FieldDoesNotExist:
            return None


def readable(value: Any) -> str:
    """A value without knowledge of its field; tags out, targets of links in."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return "\n".join(readable(item) for item in value)
    if isinstance(value, dict):
        if value.keys() == {"type", "value"}:
            return readable(value["value"])
        return _listed({str(name): readable(item) for name, item in value.items()})
    return _without_tags(str(value))


def _without_tags(html: str) -> str:
    if "<" not in html:
        return html
    html = LINK.sub(lambda m: f"{m[3]}〔{m[1] or _('页面') + ' ' + m[2]}〕", html)
    html = EMBED.sub(lambda m: f"〔{m[1].strip()}〕", html)
    return unescape(strip_tags(ENDS.sub("\n", html))).strip()


def _listed(texts: dict[str, str]) -> str:
    return "；".join(f"{name}：{text}" for name, text in texts.items() if text)


def _title(state: dict[str, Any]) -> str:
    """How a file or source is called in a kept content."""
    for name in ("name", "title", "description"):
        if state.get(name):
            return str(state[name])
    return PurePosixPath(str(state.get("file", ""))).name


def _flat(choices: Any) -> Any:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label


def _model(label: str) -> Any:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None
