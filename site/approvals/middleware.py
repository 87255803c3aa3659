"""A refusal is an answer with a sentence, whichever view ran into it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from approvals.exceptions import Refusal


class RefusalMiddleware:
    """Turns ``Refusal`` into a message on the page the person came from; into JSON for scripts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        if _wants_json(request):
            body = {"success": False, "error_code": "refused", "error_message": str(exception)}
            return JsonResponse(body, status=403)
        messages.error(request, str(exception))
        if exception.code == "asset" and (typed := _typed(request)):
            messages.warning(
                request, _("您填写的没有保存，可以复制：%(text)s") % {"text": " / ".join(typed)}
            )
        return HttpResponseRedirect(_way_back(request, exception))


def _typed(request: HttpRequest) -> list[str]:
    """What somebody wrote into the form of a file or a source."""
    names = ("title", "name", "description", "credit", "transcript", "chapter_marks", "url")
    return [text for name in names if (text := request.POST.get(name, "").strip())]


def _wants_json(request: HttpRequest) -> bool:
    return (
        "/api/" in request.path
        or request.headers.get("x-requested-with") == "XMLHttpRequest"
        or not request.accepts("text/html")
    )


def _way_back(request: HttpRequest, refusal: Refusal) -> str:
    referer = request.headers.get("referer", "")
    came_from = url_has_allowed_host_and_scheme(referer, {request.get_host()})
    # A page that has just been made is not to be found on the form that made it.
    if refusal.page_id and (not came_from or "/add/" in referer):
        return reverse("wagtailadmin_pages:edit", args=[refusal.page_id])
    if came_from:
        return referer
    return reverse("wagtailadmin_home")
