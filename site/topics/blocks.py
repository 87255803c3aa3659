"""Fields that rules are made of."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models.functions import Coalesce

from wagtail import blocks

from topics.forms.choosing import TopicsFormField

if TYPE_CHECKING:
    from topics.models import Topic


class TopicsBlock(blocks.FieldBlock):
    """Topics from the vocabulary, chosen as in the editor of an article; kept as a list of ids.

    Ids rather than rows: a rule is read with every visit of a topic page and needs no look-up.
    Between form and ``clean`` the value is the text that was typed.
    """

    def __init__(self, required: bool = True, help_text: Any = "", **kwargs: Any) -> None:
        self.field = TopicsFormField(required=required, help_text=help_text)
        super().__init__(**kwargs)

    class Meta:
        icon = "tag"
        default: list[int] = []

    def value_from_form(self, value: "str | Iterable[Topic] | None") -> str | list[int]:
        if value is None or isinstance(value, str):
            return value or ""
        return [topic.pk for topic in value]

    def value_for_form(self, value: str | list[int] | None) -> str:
        """The names to show; a merged topic's as that of the one in its place."""
        if not value:
            return ""
        if isinstance(value, str):
            return value
        topics = apps.get_model("topics", "Topic").objects
        current = topics.filter(pk__in=value).values(current=Coalesce("merged_into", "pk"))
        return ", ".join(topics.filter(pk__in=current).values_list("name", flat=True))

    def to_python(self, value: Any) -> list[int]:
        return [pk for pk in value or [] if isinstance(pk, int)]

    def get_prep_value(self, value: Iterable[int] | None) -> list[int]:
        return list(value or [])

    def extract_references(
        self, value: list[int] | None
    ) -> Iterable[tuple[type["Topic"], str, str, str]]:
        model = apps.get_model("topics", "Topic")
        for pk in value or []:
            yield model, str(pk), "", ""
