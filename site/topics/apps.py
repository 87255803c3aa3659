from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TopicsConfig(AppConfig):
    name = "topics"
    verbose_name = _("专题")

    def ready(self) -> None:
        from topics import signal_handlers

        signal_handlers.connect()
