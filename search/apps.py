from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("搜索")

    def ready(self) -> None:
        from search import checks, labels, own_types, signal_handlers, synonyms  # noqa: F401

        signal_handlers.connect()
        labels.connect()
        synonyms.connect()
