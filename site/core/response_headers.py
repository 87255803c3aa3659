"""Headers that Django has no setting for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


class ResponseHeadersMiddleware:
    """What a page may use of the browser, and who may show our answers in their own pages.

    Uploaded files are for everybody: podcast players and share cards show them elsewhere.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.permissions = ", ".join(
            f"{feature}=({' '.join(origins)})"
            for feature, origins in settings.PERMISSIONS_POLICY.items()
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_upload = request.path_info.startswith(settings.MEDIA_URL)
        owner = "cross-origin" if is_upload else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", owner)
        response.headers.setdefault("Permissions-Policy", self.permissions)
        return response
