from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("稿件")

    def ready(self) -> None:
        from approvals.digest import count_as_content
        from articles import checks
        from articles.models import Source

        checks  # noqa: B018
        # Who vouches for a text is part of it: another name or link would pass by the reviewers.
        count_as_content(Source, ("name", "url", "is_own"))
