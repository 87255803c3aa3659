"""The page form that every page type's editor extends."""

from typing import Any

from django import forms

from wagtail.admin.forms import WagtailAdminPageForm

from core.slugs import pinyin_slug


class BasePageForm(WagtailAdminPageForm):
    """The address may stay empty: the server makes it from the title."""

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

    @property
    def is_draft(self) -> bool:
        """Whether this is only being kept (drafts may break limits), not submitted or published."""
        return bool(self.is_deferred_validation)
