"""Choosing topics in a form.

The models of this app use these fields, so their module is not imported here.
"""

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from wagtail.admin.widgets import AdminTagWidget

from topics.names import name_key, split_names

if TYPE_CHECKING:
    from topics.models import Topic


class TopicsWidget(AdminTagWidget):
    """Wagtail's tag box over our own suggestions; without script a comma-separated text."""

    def format_value(self, value: Any) -> str | None:
        if value is not None and not isinstance(value, str):
            value = ", ".join(str(topic) for topic in value)
        return super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["help_text"] = format_html(
            '{} <a href="{}" target="_blank">{}</a>',
            gettext("找不到合适的专题？"),
            reverse("topics_suggest"),
            gettext("建议一个新专题"),
        )
        widget["attrs"]["data-w-tag-url-value"] = reverse("topics_autocomplete")
        # A name typed in full, or an alias, becomes a chip too: the server knows aliases and says
        # what it does not know. Dropping such input without a word would lose it.
        widget["attrs"]["data-w-tag-options-value"] = json.dumps(
            {"allowSpaces": True, "autocompleteOnly": False}
        )
        return context


class TopicsFormField(forms.CharField):
    """Names separated by commas; cleaned to the accepted topics they stand for."""

    widget = TopicsWidget

    def clean(self, value: Any) -> list["Topic"]:
        names = split_names(super().clean(value) or "")
        found = apps.get_model("topics", "Topic").objects.by_names(names)
        unknown = [name for name in names if name_key(name) not in found]
        if unknown:
            raise ValidationError(self._unknown(unknown), code="unknown_topic")
        topics = [found[name_key(name)] for name in names]
        return list({topic.pk: topic for topic in topics}.values())

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        before = sorted(name_key(str(topic)) for topic in initial or [])
        return before != sorted(map(name_key, split_names(data or "")))

    def _unknown(self, names: list[str]) -> str:
        return format_html(
            "{} <a href='{}' target='_blank'>{}</a>",
            gettext("没有叫“%(names)s”的专题，只能选已有的专题。")
            % {"names": gettext("”“").join(names)},
            reverse("topics_suggest"),
            gettext("请用“建议新专题”提出，总编同意后就可以选了。"),
        )
