"""The admin as our editors see it: colours, first page, menus."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem

from home.panels import WritePanel

# Wagtail's own news and its English handbook are not what our editors look for.
FOREIGN_HELP = ("editor-guide", "whats-new-in-wagtail")
EDITOR_MODULES = ("length-meter", "one-save-at-a-time")


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("hongfan/css/admin/admin.css"))


@hooks.register("insert_editor_js")
def editor_js() -> SafeString:
    offline = _("没有网络，还没有保存。写的都还在这里，网络恢复后请再按一次。")
    modules = format_html_join(
        "",
        '<script type="module" src="{}"></script>',
        ((static(f"hongfan/js/admin/{name}.js"),) for name in EDITOR_MODULES),
    )
    return format_html("<template data-hongfan-offline>{}</template>{}", offline, modules)


@hooks.register("construct_homepage_panels")
def put_writing_first(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(WritePanel())


@hooks.register("construct_homepage_summary_items", order=1000)
def leave_out_counts(request: HttpRequest, items: list[Any]) -> None:
    """How many pages and pictures there are is nobody's first question."""
    items.clear()


@hooks.register("construct_help_menu")
def leave_out_foreign_help(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if not item.name.startswith(FOREIGN_HELP)]
