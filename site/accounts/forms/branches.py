"""Choosing a branch, and placing one in the tree."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms import WagtailAdminModelForm

from accounts.models import Branch

# Browsers trim ordinary spaces at the start of an option.
INDENT = "\u3000"


class BranchChoiceField(forms.ModelChoiceField):
    """The organisations in tree order, each indented below its parent; one query."""

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset=queryset.order_by("path"), **kwargs)

    def label_from_instance(self, branch: Branch) -> str:
        return f"{INDENT * (branch.depth - 1)}{branch.name}"


class BranchForm(WagtailAdminModelForm):
    """An organisation and its place. Another parent moves it with all that is below it."""

    parent = BranchChoiceField(
        Branch.objects.all(),
        label=_("上级党组织"),
        required=False,
        empty_label=_("（没有上级）"),
        help_text=_("党支部设在党委或党总支之下；改选上级，下面的组织一起移动。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["parent"] = self.instance.get_parent()
            own = Branch.get_tree(self.instance).values("pk")
            self.fields["parent"].queryset = Branch.objects.exclude(pk__in=own).order_by("path")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind and "parent" in cleaned:
            try:
                Branch.check_place(kind, cleaned["parent"])
            except ValidationError as error:
                self.add_error("parent", error)
            self._check_below(kind)
        return cleaned

    def _check_below(self, kind: str) -> None:
        """What stands below must still be allowed there when the kind changes."""
        if not self.instance.pk:
            return
        for below in self.instance.get_children():
            try:
                Branch.check_place(below.kind, Branch(kind=kind))
            except ValidationError:
                message = _("它的下面有“%(name)s”（%(kind)s），不能改成这个类别。")
                params = {"name": below.name, "kind": below.get_kind_display()}
                self.add_error("kind", ValidationError(message, params=params))
                return

    def save(self, commit: bool = True) -> Branch:
        branch = super().save(commit=False)
        if commit:
            branch.put_below(self.cleaned_data["parent"])
        return branch
