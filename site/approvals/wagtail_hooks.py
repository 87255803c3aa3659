"""What the admin offers and what it no longer does."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page

PUBLISHING_ACTIONS = ("action-publish",)


class ReadOnlyPages(PagesAdminAPIViewSet):
    """The explorer's listing. Its write actions pass locks and hooks by, so there are none."""

    actions: dict[str, Any] = {}


@hooks.register("construct_admin_api")
def close_write_api(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", ReadOnlyPages)


@hooks.register("construct_settings_menu")
def leave_out_workflows(request: HttpRequest, items: list[Any]) -> None:
    """``setup_site`` defines the stages, nobody else."""
    items[:] = [item for item in items if item.name not in ("workflows", "workflow-tasks")]


@hooks.register("before_edit_page")
@hooks.register("before_create_page")
def say_why_not_published(request: HttpRequest, page: Page, *args: Any) -> None:
    """Wagtail keeps the text as a draft where it may not publish; here it is told why."""
    if request.method == "POST" and any(name in request.POST for name in PUBLISHING_ACTIONS):
        messages.warning(
            request,
            _("没有发布，只存成了草稿：发布要经过审稿，各级通过后会自动发布。请点“提交审稿”。"),
        )


@hooks.register("before_bulk_action")
def say_why_not_published_in_bulk(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> None:
    if action_type == "publish" and issubclass(action.model, Page):
        messages.warning(
            request, _("没有发布：发布要经过审稿，各级通过后会自动发布。请逐篇提交审稿。")
        )
