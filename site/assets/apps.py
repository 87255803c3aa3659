from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssetsConfig(AppConfig):
    name = "assets"
    verbose_name = _("素材")

    def ready(self) -> None:
        from assets import checks  # noqa: F401
        from assets.signal_handlers import register_signal_handlers

        register_signal_handlers()
