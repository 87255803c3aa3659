"""The editor's form of every article."""

from typing import Any

from django.core.exceptions import ValidationError

from core.forms import BasePageForm


class ArticlePageForm(BasePageForm):
    """Drafts may break limits; what is submitted or published may not."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_draft or self.errors:
            return cleaned
        # The limits look at the whole page, as it would stand after this form.
        for name, value in cleaned.items():
            if name in {field.name for field in self.instance._meta.concrete_fields}:
                setattr(self.instance, name, value)
        try:
            self.instance.check_limits()
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned
