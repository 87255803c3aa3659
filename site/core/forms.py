"""The page form that every page type's editor extends."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from wagtail.admin.forms import WagtailAdminPageForm

from core.characters import without_hidden
from core.slugs import pinyin_slug

# Databases and calendars disagree about years before and after.
FIRST_YEAR, LAST_YEAR = 1900, 2999


class BasePageForm(WagtailAdminPageForm):
    """The address may stay empty: the server makes it from the title.

    Characters that nobody sees are taken out of every line and text, drafts included.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slug = self.fields.get("slug")
        if slug is not None:
            slug.required = False
            # Wagtail's own widget would fill in what a browser makes of Chinese: nothing.
            slug.widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})

    def clean_slug(self) -> str:
        """Chinese typed into the address becomes pinyin, as in an address made from the title."""
        slug: str = self.cleaned_data.get("slug") or ""
        return slug if slug.isascii() else pinyin_slug(slug)

    def clean(self) -> dict[str, Any]:
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str):
                self._clean_text(name, value)
            elif isinstance(value, datetime.date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
                self.add_error(
                    name,
                    _("年份要在 %(first)s 到 %(last)s 之间。")
                    % {"first": FIRST_YEAR, "last": LAST_YEAR},
                )
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def _clean_text(self, name: str, value: str) -> None:
        field = self.fields.get(name)
        if type(field) is not forms.CharField:
            return
        is_line = not isinstance(field.widget, forms.Textarea)
        self.cleaned_data[name] = text = without_hidden(value, one_line=is_line)
        if value and not text and field.required:
            self.add_error(name, _("这里只有看不见的字符，请写上文字。"))

    @property
    def is_draft(self) -> bool:
        """Whether this is only being kept (drafts may break limits), not submitted or published."""
        return bool(self.is_deferred_validation)
