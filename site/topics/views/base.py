"""What the topic views of the admin share."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User


class TopicFormView(WagtailAdminTemplateMixin, FormView):
    """A form that a service acts on; without ``permission_required`` the view refuses (403)."""

    permission_required: str
    template_name = "wagtailadmin/topics/form.html"
    header_icon = "tag"
    submit_button_label: str | Promise = gettext_lazy("保存")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission_required):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def person(self) -> User:
        """Who is logged in; the admin lets nobody else in."""
        return cast(User, self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("topics_suggestions"), "label": _("专题建议")},
            {"url": "", "label": self.get_page_title()},
        ]

    def form_invalid(self, form: Form) -> HttpResponse:
        messages.validation_error(self.request, _("没有保存，请看标红的地方。"), form)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["media"] = context["form"].media
        context["action_url"] = self.request.get_full_path()
        context["submit_button_label"] = self.submit_button_label
        return context
