"""The guide's page."""

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wagtail.admin.auth import require_admin_access

from core.style_guide.examples import examples
from core.style_guide.tokens import MODES, colours


@require_safe
@never_cache
@require_admin_access
def style_guide(request: HttpRequest) -> TemplateResponse:
    """For staff alone: it says nothing to readers."""
    context = {"colours": colours(), "modes": MODES, "example": examples()}
    return TemplateResponse(request, "pages/core/style_guide.html", context)
