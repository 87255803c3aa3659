from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("人员与支部")
    default = True


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's user admin with our forms and columns; stands in INSTALLED_APPS in its place."""

    user_viewset = "accounts.viewsets.UserViewSet"
