"""Branches and accounts in the admin: what is registered, and what is refused."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.snippets.models import register_snippet

from accounts.forms.branches import BranchChoiceField
from accounts.forms.people import NameForm
from accounts.models import Branch, User
from accounts.viewsets import BranchViewSet

register_snippet(BranchViewSet)

# Wherever the admin offers a branch, it shows the tree.
register_form_field_override(ForeignKey, to=Branch, override={"form_class": BranchChoiceField})

# Wagtail has no slot for this panel's form, and its own demands a first and a last name.
NameEmailSettingsPanel.form_class = NameForm


@hooks.register("before_delete_snippet")
def keep_branches_in_use(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """One by one or many at once: a branch that something belongs to stays."""
    used = [(branch, branch.used_by()) for branch in instances if isinstance(branch, Branch)]
    kept = [(branch, uses) for branch, uses in used if uses]
    if not kept:
        return None
    for branch, uses in kept:
        messages.error(
            request,
            _("“%(name)s”不能删除，还在用：%(uses)s。可以改名，或改选它的上级。")
            % {"name": branch.name, "uses": "、".join(uses)},
        )
    return redirect(reverse(Branch.snippet_viewset.get_url_name("list")))


@hooks.register("before_bulk_action")
def leave_superusers_alone(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    """Only a superuser may switch off or delete one."""
    if action.model is not User or request.user.is_superuser:
        return
    if any(user.is_superuser for user in objects):
        raise PermissionDenied
