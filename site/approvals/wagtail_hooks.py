"""What the admin offers and what it no longer does."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Comment, Page, WorkflowState
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from approvals.comments import anchor_of
from approvals.models import Absence, ChecklistItem, DayOff, Manuscript
from approvals.people import stages_held
from approvals.urls import urlpatterns
from approvals.views.access import runs_the_site
from approvals.views.calendar import is_worker_silent
from approvals.views.debts import DebtsPanel
from approvals.views.inbox import InboxPanel
from approvals.views.review import warn_without_correction
from core.admin_menu import PermittedItem

REPLACED_PANELS = ("workflow_objects_to_moderate", "user_objects_in_workflow_moderation")
PUBLISHING_ACTIONS = ("action-publish",)
# Said where a bulk action may touch none of the chosen pages.
BULK_REFUSALS = {
    "publish": gettext_lazy("没有发布：发布要经过审稿，各级通过后会自动发布。请逐篇提交审稿。"),
    "unpublish": gettext_lazy(
        "没有撤下：已发布的页面由总编撤下；选中的页面没有发布，或者您没有这个权限。"
    ),
    "move": gettext_lazy("没有移动：已发布的页面由总编移动，其他的由作者和编辑移动。"),
    "delete": gettext_lazy("没有删除：已发布的页面由总编删除，其他的由作者和编辑删除。"),
}


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
def tell_why_it_came_back(request: HttpRequest, page: Page) -> None:
    """The reason stands above the text; Wagtail keeps it in a panel that is folded away."""
    if request.method != "GET":
        return
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    returned = state.current_task_state
    screen = reverse("approvals_review", args=[page.pk])
    remark = Comment.objects.filter(page_id=page.pk, resolved_at=None).order_by("created_at")
    buttons = [messages.button(f"{screen}#paragraphs", _("逐条答复"))]
    for place in remark.values_list("contentpath", flat=True)[:1]:
        buttons.insert(0, messages.button(f"{screen}#{anchor_of(place)}", _("看第一条意见")))
    messages.warning(
        request,
        _("%(stage)s（%(reviewer)s）退回：%(reason)s")
        % {
            "stage": returned.task.name,
            "reviewer": returned.finished_by or _("审稿人"),
            "reason": returned.comment,
        },
        buttons=buttons,
    )


@hooks.register("after_edit_page")
def remind_of_the_correction(request: HttpRequest, page: Page) -> None:
    if "action-submit" in request.POST or "action-restart-workflow" in request.POST:
        warn_without_correction(request, page)


@hooks.register("before_edit_page")
@hooks.register("before_create_page")
def say_why_not_published(request: HttpRequest, page: Page, *args: Any) -> None:
    """Wagtail keeps the text as a draft where it may not publish; here it is told why."""
    is_new = bool(args)
    if not is_new and (lock := page.get_lock()) and lock.for_user(request.user):
        # Nothing is saved, and Wagtail says so.
        return
    if request.method == "POST" and any(name in request.POST for name in PUBLISHING_ACTIONS):
        messages.warning(
            request,
            _("没有发布，只存成了草稿：发布要经过审稿，各级通过后会自动发布。请点“提交审稿”。"),
        )


@hooks.register("before_bulk_action")
def say_why_nothing_was_done(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> HttpResponse | None:
    """Wagtail reports success with none of the pages; here it is told why."""
    if not issubclass(action.model, Page) or objects or action_type not in BULK_REFUSALS:
        return None
    messages.error(request, str(BULK_REFUSALS[action_type]))
    return redirect(action.next_url)


@hooks.register("register_admin_urls")
def review_urls() -> list[URLPattern]:
    return urlpatterns


@hooks.register("construct_homepage_panels")
def put_the_inbox_first(request: HttpRequest, panels: list[Any]) -> None:
    """Ours knows due times and claims, and asks the same few questions for any number of rows."""
    panels[:] = [panel for panel in panels if panel.name not in REPLACED_PANELS]
    panels[:0] = [DebtsPanel(), InboxPanel()]


@hooks.register("construct_homepage_panels", order=1000)
def warn_of_a_silent_worker(request: HttpRequest, panels: list[Any]) -> None:
    if runs_the_site(request.user) and is_worker_silent():
        messages.warning(
            request, _("后台任务已超过 10 分钟没有运行：定时发布、到期下线和提醒邮件都停着。")
        )


@hooks.register("register_admin_menu_item")
def inbox_item() -> MenuItem:
    return MenuItem(
        gettext_lazy("审稿"), reverse_lazy("approvals_inbox"), icon_name="clipboard-list", order=90
    )


@hooks.register("register_reports_menu_item")
def records_item() -> MenuItem:
    return PermittedItem(
        gettext_lazy("审稿记录"),
        reverse_lazy("approvals_records"),
        icon_name="history",
        order=50,
        permissions=["approvals.view_record"],
    )


@hooks.register("register_reports_menu_item")
def calendar_item() -> MenuItem:
    return MenuItem(
        gettext_lazy("发布日历"), reverse_lazy("approvals_calendar"), icon_name="calendar", order=60
    )


@hooks.register("register_reports_menu_item")
def debts_item() -> MenuItem:
    return DebtsItem(
        gettext_lazy("欠审稿件"), reverse_lazy("approvals_debts"), icon_name="warning", order=55
    )


class DebtsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return runs_the_site(request.user)


@hooks.register("insert_global_admin_css")
def review_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("hongfan/css/admin/review.css"))


@hooks.register("construct_page_action_menu")
def only_submission(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Publishing is no button; and who submits need not know which workflow it takes, nor whether
    it is for the first time."""
    items[:] = [
        SubmitItem(item.order) if item.name == "action-submit" else item
        for item in items
        if item.name not in ("action-publish", "action-restart-workflow")
    ]
    page = context.get("page")
    manuscript = Manuscript.objects.of(page) if page is not None else None
    if manuscript is not None and manuscript.is_in_review and stages_held(request.user):
        # What is under review does not change; its reviewers decide.
        kept = [item for item in items if item.name not in ("action-save-draft", "action-submit")]
        items[:] = [ReviewItem(order=0), *kept]


class ReviewItem(ActionMenuItem):
    """Back to the review, in the place of the button that would save."""

    name = "action-review"
    label = gettext_lazy("去审稿")
    icon_name = "clipboard-list"

    def is_shown(self, context: Any) -> bool:
        return True

    def get_url(self, parent_context: Any) -> str:
        return reverse("approvals_review", args=[parent_context["page"].pk])


class SubmitItem(SubmitForModerationMenuItem):
    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "label": _("提交审稿")}


@hooks.register("register_page_header_buttons")
def review_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Any:
    manuscript = Manuscript.objects.of(page)
    if manuscript is not None and manuscript.round and view_name == "edit":
        yield Button(
            _("审稿情况"),
            reverse("approvals_review", args=[page.pk]),
            icon_name="clipboard-list",
            priority=5,
        )


@register_snippet
class ChecklistViewSet(SnippetViewSet):
    model = ChecklistItem
    icon = "list-ul"
    list_display = ["text", "order", "is_active"]


@register_snippet
class DayOffViewSet(SnippetViewSet):
    model = DayOff
    icon = "calendar"
    list_display = ["date", "is_working", "note"]


@register_snippet
class AbsenceViewSet(SnippetViewSet):
    model = Absence
    icon = "user"
    list_display = ["person", "stand_in", "first_day", "last_day"]
