"""Editing topics, suggesting, deciding and merging them."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms import WagtailAdminModelForm

from topics.models import Topic
from topics.names import clean_name, name_key, split_names
from topics.services.merging import check_merge
from topics.services.vocabulary import check_names, save_topic


class AliasesField(forms.CharField):
    """Names, one a line or separated by commas; cleaned to a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("别名"))
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        kwargs.setdefault(
            "help_text",
            _(
                "大家还这样叫它，每行一个。编辑输入别名也能找到这个专题，例如“两学一做”之于“学习教育”。"
            ),
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else "\n".join(value)

    def clean(self, value: Any) -> list[str]:
        return split_names(super().clean(value) or "")


class NamesMixin:
    """Name and aliases of a form, checked against those of all other topics."""

    cleaned_data: dict[str, Any]

    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        check_names([name], self._topic)
        return name

    def clean_aliases(self) -> list[str]:
        aliases = self.cleaned_data["aliases"]
        check_names(aliases, self._topic)
        own = name_key(self.cleaned_data.get("name", ""))
        return [alias for alias in aliases if name_key(alias) != own]

    @property
    def _topic(self) -> Topic | None:
        return getattr(self, "instance", None)


class TopicForm(NamesMixin, WagtailAdminModelForm):
    """A topic of the vocabulary, for those who keep it."""

    aliases = AliasesField()

    class Meta:
        model = Topic
        fields = ["name", "description"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            others = self.instance.aliases.filter(is_name=False)
            self.initial["aliases"] = list(others.values_list("name", flat=True))

    def save(self, commit: bool = True) -> Topic:
        if not commit:
            return super().save(commit=False)
        return save_topic(super().save, self.cleaned_data["aliases"])


class SuggestTopicForm(NamesMixin, forms.Form):
    name = forms.CharField(
        label=_("专题名称"), max_length=100, help_text=_("读者看到的名称，简短明确，最多 40 个字。")
    )
    aliases = AliasesField()
    reason = forms.CharField(
        label=_("建议理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("为什么现有专题不够用，大约会有哪些稿件。总编据此审定。"),
    )


class DecisionForm(forms.Form):
    ACCEPT, REJECT = "accept", "reject"

    decision = forms.ChoiceField(
        label=_("审定"),
        choices=[(ACCEPT, _("采用")), (REJECT, _("不采纳"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("审定意见"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不采纳时必填，建议人会看到。"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == self.REJECT and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("不采纳时请写明理由，建议人会看到。"))
        return cleaned


class MergeForm(forms.Form):
    """Into which topic another one goes."""

    target = forms.ModelChoiceField(
        label=_("合并到"), queryset=Topic.objects.none(), help_text=_("保留下来的专题。")
    )

    def __init__(self, source: Topic, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        target = cast(forms.ModelChoiceField, self.fields["target"])
        target.queryset = Topic.objects.accepted().exclude(pk=source.pk)

    def clean_target(self) -> Topic:
        target = self.cleaned_data["target"]
        check_merge(self.source, target)
        return target
