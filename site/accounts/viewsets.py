"""Branches and people in the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet
from wagtail.users.views import users

from accounts.forms.branches import BranchForm
from accounts.forms.people import UserCreationForm, UserEditForm
from accounts.models import Branch, User


class BranchIndexView(IndexView):
    """The tree, each organisation indented below its parent."""

    @cached_property
    def columns(self) -> list[Column]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="snippet"),
            # Not the field's own column: sorted by name the tree would fall apart.
            self._get_title_column("__str__", accessor=_indented),
            Column("kind", label=_("类别"), accessor="get_kind_display"),
            Column("people_count", label=_("人员"), accessor="people_count"),
            Column("slug", label=_("网址代码"), accessor="slug"),
        ]

    def get_base_queryset(self) -> QuerySet[Branch]:
        return super().get_base_queryset().annotate(people_count=Count("people"))


def _indented(branch: Branch) -> SafeString:
    return format_html(
        '<span class="hongfan-depth hongfan-depth--{}">{}</span>', branch.depth, branch.name
    )


class BranchViewSet(SnippetViewSet):
    model = Branch
    icon = "group"
    add_to_settings_menu = True
    menu_order = 590
    ordering = "path"
    list_per_page = 100
    index_view_class = BranchIndexView
    search_fields = ["name", "slug"]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("kind"), FieldPanel("parent"), FieldPanel("slug")],
        base_form_class=BranchForm,
    )


class ActingUser:
    """Tells the form who is at work."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "acting_user": self.request.user}  # type: ignore[misc]


class UserCreateView(ActingUser, users.CreateView):
    pass


class UserEditView(ActingUser, users.EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Otherwise a site administrator could set a superuser's password.
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied


class UserIndexView(users.IndexView):
    """Who is who: name, log-in name, branch, roles."""

    @cached_property
    def columns(self) -> list[Column]:
        name = self._get_title_column_class(users.UserColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            name(
                "name",
                accessor=str,
                label=_("姓名"),
                sort_key="display_name",
                get_url=self.get_edit_url,
                classname="name",
            ),
            Column("username", label=_("用户名"), sort_key="username"),
            Column("branch", label=_("所在党组织"), accessor=lambda user: user.branch or ""),
            Column("roles", label=_("角色"), accessor=_role_line),
            BooleanColumn("is_active", label=_("可登录"), sort_key="is_active"),
            DateColumn("last_login", label=_("上次登录"), sort_key="last_login"),
        ]

    @cached_property
    def search_fields(self) -> set[str]:
        return {"username", "display_name", "email"}

    def get_base_queryset(self) -> QuerySet[User]:
        return super().get_base_queryset().select_related("branch").prefetch_related("groups")


def _role_line(user: User) -> str:
    roles = [group.name for group in user.groups.all()]
    return "、".join([*roles, *([str(_("超级管理员"))] if user.is_superuser else [])])


class UserViewSet(users.UserViewSet):
    index_view_class = UserIndexView
    add_view_class = UserCreateView
    edit_view_class = UserEditView
    # Wagtail's own name the two fields that we don't have, and hide the roles in a tab.
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"
    # A person is no pattern for another: roles and branch are given one by one.
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type:
        return UserEditForm if for_update else UserCreationForm
