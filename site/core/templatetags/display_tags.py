"""The reader's choices of text size, spacing and colours, as a form shows them."""

from dataclasses import dataclass

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.display import Display

register = template.Library()

Label = str | Promise

GROUPS: tuple[tuple[str, Label, tuple[tuple[str, Label], ...]], ...] = (
    ("size", _("字号"), (("", _("标准")), ("1", _("大")), ("2", _("更大")), ("3", _("特大")))),
    ("leading", _("行距"), (("", _("标准")), ("1", _("宽")), ("2", _("更宽")))),
    ("theme", _("颜色"), (("", _("跟随系统")), ("light", _("浅色")), ("dark", _("深色")))),
)


@dataclass(frozen=True)
class Choice:
    value: str
    label: Label
    selected: bool


@dataclass(frozen=True)
class Group:
    name: str
    label: Label
    choices: list[Choice]


@register.simple_tag
def display_choices(display: Display) -> list[Group]:
    """Each group of radio buttons with what is chosen now."""
    return [
        Group(
            name,
            label,
            [Choice(value, word, getattr(display, name) == value) for value, word in choices],
        )
        for name, label, choices in GROUPS
    ]
