"""Search in the admin: words, pages put first, what was asked."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.snippets.models import register_snippet

from assets.models import Document
from core.admin_menu import PermittedItem
from search import outbox
from search.models import CuratedResult, SynonymGroup
from search.views import office
from search.viewsets import CuratedViewSet, SynonymViewSet

register_snippet(SynonymViewSet)
register_snippet(CuratedViewSet)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("search/report/", require_admin_access(office.report), name="search_report"),
        path("search/try/", require_admin_access(office.try_out), name="search_try"),
    ]


@hooks.register("register_admin_menu_item")
def search_menu() -> MenuItem:
    items = [
        PermittedItem(
            _("搜索统计"),
            reverse_lazy("search_report"),
            name="search-report",
            icon_name="history",
            order=100,
            permissions=["search.view_report"],
        ),
        _snippet_item(SynonymGroup, 200),
        _snippet_item(CuratedResult, 300),
    ]
    return SubmenuMenuItem(
        _("站内搜索"), Menu(items=items), name="site-search", icon_name="search", order=450
    )


def _snippet_item(model: Any, order: int) -> MenuItem:
    viewset, name = model.snippet_viewset, model._meta.model_name
    return PermittedItem(
        viewset.menu_label,
        reverse_lazy(viewset.get_url_name("list")),
        name=f"search-{name}",
        icon_name=viewset.icon,
        order=order,
        permissions=[f"search.{right}_{name}" for right in ("view", "change", "add")],
    )


@hooks.register("insert_global_admin_css")
def office_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("hongfan/css/admin/search.css"))


@hooks.register("after_bulk_action")
def note_moved_files(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    """Wagtail moves many files by one UPDATE, which sends no signal."""
    if action_type == "add_to_collection" and issubclass(action.model, Document):
        outbox.note_all((outbox.document_key(file.pk) for file in objects), closing=True)
