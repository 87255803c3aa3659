from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "网站"

    def ready(self) -> None:
        from core import checks, signal_handlers  # noqa: F401
