"""Logging in, the own account, and other people's accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.users.forms import UserForm as WagtailUserForm

from accounts.forms.branches import BranchChoiceField
from accounts.models import Branch, User


class LoginForm(WagtailLoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("用户名")
        self.fields["password"].label = _("密码")


class NameForm(forms.ModelForm):
    """What people change of their own account: the name, not the role."""

    display_name = forms.CharField(label=_("姓名"), max_length=40)
    email = forms.EmailField(
        label=_("邮箱"), required=False, help_text=_("审稿通知和重设密码的邮件发到这里。")
    )

    class Meta:
        model = User
        fields = ["display_name", "email"]


class UserForm(WagtailUserForm):
    """An account with its roles. Only a superuser can make another one."""

    # One name, not two; see ``User``.
    first_name = None
    last_name = None

    display_name = forms.CharField(
        label=_("姓名"), max_length=40, help_text=_("显示在稿件和审稿记录里。")
    )
    email = forms.EmailField(
        label=_("邮箱"), required=False, help_text=_("审稿通知和重设密码的邮件发到这里。")
    )
    branch = BranchChoiceField(
        Branch.objects.all(), label=_("所在党组织"), required=False, empty_label=_("（未选）")
    )

    field_order = [
        "username",
        "display_name",
        "branch",
        "email",
        "groups",
        "password1",
        "password2",
        "is_active",
        "is_superuser",
    ]

    def __init__(self, *args: Any, acting_user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        username = self.fields["username"]
        username.help_text = _("登录时用。只用字母、数字和 @ . + - _。")
        username.error_messages["invalid"] = _("只能用字母、数字和 @ . + - _，中间不留空格。")
        self.fields["groups"].label = _("角色")
        self.fields["groups"].help_text = _("勾选这个人承担的工作，可以有几项。")
        self.fields["is_superuser"].label = _("超级管理员")
        self.fields["is_superuser"].help_text = _("不受角色限制，能改一切。只给维护系统的人。")
        if not acting_user.is_superuser:
            del self.fields["is_superuser"]


class UserCreationForm(UserForm):
    class Meta:
        model = User
        fields = ["username", "display_name", "branch", "email", "groups", "is_superuser"]
        widgets = {"groups": forms.CheckboxSelectMultiple}


class UserEditForm(UserForm):
    password_required = False

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            # Nobody locks themselves out.
            del self.fields["is_active"]
            self.fields.pop("is_superuser", None)

    class Meta:
        model = User
        fields = [
            "username",
            "display_name",
            "branch",
            "email",
            "groups",
            "is_active",
            "is_superuser",
        ]
        widgets = {"groups": forms.CheckboxSelectMultiple}
