from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from articles.importing import approval, creating
from articles.models import Source
from articles.views import count


@hooks.register("register_admin_urls")
def article_urls() -> list[URLPattern]:
    return [path("articles/count/", require_admin_access(count), name="articles_count")]


@hooks.register("register_log_actions")
def import_actions(registry: LogActionRegistry) -> None:
    registry.register_action(creating.ACTION, _("导入"), _("从文件导入"))
    registry.register_action(approval.ACTION)(ImportApprovalFormatter)


class ImportApprovalFormatter(LogFormatter):
    """Shows the reason for which an import went live without review."""

    label = _("批准导入")

    def format_message(self, log_entry: Any) -> str:
        return str(_("批准导入并发布，理由：%(reason)s") % {"reason": log_entry.data["reason"]})


@register_snippet
class SourceViewSet(SnippetViewSet):
    """The list of origins that may be named."""

    model = Source
    icon = "globe"
    # Wagtail would put it under “片段”, where nobody looks for it.
    add_to_settings_menu = True
    list_display = ["name", "url", "is_own"]
    search_fields = ["name"]
    inspect_view_enabled = True
