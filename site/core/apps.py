from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("网站")

    def ready(self) -> None:
        from core import checks, signal_handlers  # noqa: F401
