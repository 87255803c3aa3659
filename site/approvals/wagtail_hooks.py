"""What the admin's own ways of publishing have to ask first."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page, WorkflowState

from core.models import BasePage

# More than this at once is a list nobody reads.
SHOWN = 5


@hooks.register("before_edit_page")
def tell_why_it_came_back(request: HttpRequest, page: Page) -> None:
    """The reason stands above the text; Wagtail keeps it in a panel that is folded away."""
    if request.method != "GET":
        return
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    returned = state.current_task_state
    messages.warning(
        request,
        _("%(stage)s（%(reviewer)s）退回：%(reason)s")
        % {
            "stage": returned.task.name,
            "reviewer": returned.finished_by or _("审稿人"),
            "reason": returned.comment,
        },
    )


@hooks.register("after_edit_page")
def back_to_what_waits(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After a decision in the editor: the list of what waits.

    Wagtail leads to the section, which reviewers may not open.
    """
    if request.POST.get("action-workflow-action"):
        return redirect("wagtailadmin_home")
    return None


@hooks.register("before_bulk_action")
def refuse_unpublishable(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Publishing many drafts at once: none is published if one may not be, and each says why."""
    if action_type != "publish" or action.model is not Page:
        return None
    pages = list(objects)
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [child for page in pages for child in page.get_descendants().not_live()]
    problems = [problem for page in pages if (problem := _problem(page))]
    if not problems:
        return None
    for problem in problems[:SHOWN]:
        messages.error(request, problem)
    return redirect(action.next_url or "wagtailadmin_explore_root")


def _problem(page: Page) -> str:
    """Why the latest draft of ``page`` may not be published; empty if it may."""
    latest = page.get_latest_revision_as_object()
    if not isinstance(latest, BasePage):
        return ""
    try:
        latest.check_publishable()
    except ValidationError as error:
        return _("“%(title)s”没有发布：%(reason)s") % {
            "title": latest.title,
            "reason": "".join(error.messages),
        }
    return ""
