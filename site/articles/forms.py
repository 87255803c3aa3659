"""The editor's form of every article."""

from typing import Any

from django.core.exceptions import ValidationError

from articles.models.source import Source
from core.forms import BasePageForm


class ArticlePageForm(BasePageForm):
    """Drafts may break the rules of publication; what is submitted or under review may not.

    A new manuscript begins with what is known of its writer: name, branch, the own source.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and self.for_user is not None:
            for name, value in self._known_beforehand():
                if name in self.fields and not self.initial.get(name):
                    self.initial[name] = value

    def _known_beforehand(self) -> list[tuple[str, Any]]:
        own = Source.objects.filter(is_own=True).first()
        user = self.for_user
        return [
            ("branch", user.branch_id),
            ("author", user.display_name),
            ("source", own.pk if own else None),
        ]

    @property
    def is_draft(self) -> bool:
        # Whoever approves next approves what is saved now.
        return super().is_draft and not self.instance.workflow_in_progress

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_draft or self.errors:
            return cleaned
        # The rules look at the whole page, as it would stand after this form.
        columns = {field.name for field in self.instance._meta.concrete_fields}
        for name, value in cleaned.items():
            if name in columns:
                setattr(self.instance, name, value)
        try:
            self.instance.check_submittable()
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned
