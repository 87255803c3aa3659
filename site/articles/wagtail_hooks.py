from django.urls import URLPattern, path

from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from articles.models import Source
from articles.views import count


@hooks.register("register_admin_urls")
def article_urls() -> list[URLPattern]:
    return [path("articles/count/", require_admin_access(count), name="articles_count")]


@register_snippet
class SourceViewSet(SnippetViewSet):
    """The list of origins that may be named."""

    model = Source
    icon = "globe"
    list_display = ["name", "url", "is_own"]
    search_fields = ["name"]
    inspect_view_enabled = True
