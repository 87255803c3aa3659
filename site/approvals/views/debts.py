"""What was published in an emergency and is still to be reviewed: for who runs the site."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wagtail.admin.ui.components import Component
from wagtail.models import Page

from approvals.debts import ask, debts
from approvals.views.access import runs_the_site, sees_all_records


def owed(request: HttpRequest) -> HttpResponse:
    if not runs_the_site(request.user):
        raise PermissionDenied
    return TemplateResponse(request, "wagtailadmin/approvals/debts.html", _context(request.user))


@require_POST
def ask_for(request: HttpRequest, page_id: int) -> HttpResponse:
    if not sees_all_records(request.user):
        raise PermissionDenied
    page = get_object_or_404(Page, pk=page_id).specific
    ask(page, request.user)
    messages.success(request, _("已请各审级补审《%(title)s》。") % {"title": page.title})
    return redirect("approvals_debts")


def _context(person: Any) -> dict[str, Any]:
    return {"debts": debts(), "may_ask": sees_all_records(person)}


class DebtsPanel(Component):
    """On the admin's first page as long as there are any."""

    name = "review_debts"
    template_name = "wagtailadmin/approvals/debts_panel.html"
    order = 5

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        context = _context(request.user) if runs_the_site(request.user) else {"debts": []}
        return {**context, "request": request, "csrf_token": parent_context.get("csrf_token")}
