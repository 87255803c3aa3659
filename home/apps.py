from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "首页"

    def ready(self) -> None:
        from home import signal_handlers  # noqa: F401
