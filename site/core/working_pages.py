"""Which pages somebody who works in the admin gets to see there."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

# What a person may do with a page that is somebody else's, too.
WORK = {"change", "publish", "lock", "unlock", "bulk_delete"}
# How Wagtail's addresses name the page that they are about.
PAGE_KEYS = ("page_id", "page_to_move_id", "parent_page_id", "destination_id")
# How its forms name where pages shall go.
DESTINATIONS = ("new_parent_page", "chooser")
OF_PAGES = ("/admin/pages/", "/admin/choose-page/", "/admin/bulk/wagtailcore/page/")
# Names the page edited last of every type, whoever wrote it.
EDITORS_REPORTS = ("page_types_usage", "page_types_usage_results")


class WorkingPagesPolicy(PagePermissionPolicy):
    """In the admin everybody sees what readers see, and the drafts they may work on.

    Wagtail shows every draft below a page to whoever may add one there. Explorer, search, the
    admin's API, reports and histories ask ``explorable_instances``; choosers ``visible_pages``;
    ``WorkingPagesMiddleware`` looks after the addresses of single pages.
    """

    def visible_pages(self, user: Any) -> QuerySet:
        """Live pages, those that ``user`` may work on, and the way there."""
        if user.is_superuser:
            return Page.objects.all()
        mine = self.instances_user_has_any_permission_for(user, WORK).order_by().values("pk")
        roots = [held.page.path for held in self.get_cached_permissions_for_user(user)]
        steps = range(Page.steplen, max(map(len, roots), default=0) + 1, Page.steplen)
        ways = {path[:length] for path in roots for length in steps}
        return Page.objects.filter(Q(live=True) | Q(pk__in=mine) | Q(path__in=ways))

    def explorable_instances(self, user: Any) -> QuerySet:
        pages = super().explorable_instances(user)
        return pages.filter(pk__in=self.visible_pages(user).order_by().values("pk"))

    def edits_for_others(self, user: Any) -> bool:
        """Whether ``user`` may change what somebody else wrote, anywhere."""
        if user.is_superuser:
            return True
        held = {row.permission.codename for row in self.get_cached_permissions_for_user(user)}
        return bool(held & self._get_permission_codenames(WORK))


working_pages = WorkingPagesPolicy(Page)


class WorkingPagesMiddleware:
    """Refuses addresses of the admin that would name a draft to somebody it does not concern."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, arguments: Any, named: dict[str, Any]
    ) -> HttpResponse | None:
        user = request.user
        if not (request.path_info.startswith("/admin/") and user.is_authenticated):
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in EDITORS_REPORTS and not working_pages.edits_for_others(user):
            return permission_denied(request)
        if request.path_info.startswith(OF_PAGES) and _hidden(_named_pages(request, named), user):
            return permission_denied(request)
        return None

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """A bulk action lists by title what its person has no right to, whatever was asked for."""
        context = response.context_data or {}
        refused = context.get("items_with_no_access")
        if refused and request.path_info.startswith(OF_PAGES):
            hidden = _hidden({row["item"].pk for row in refused}, request.user)
            context["items_with_no_access"] = [
                row for row in refused if row["item"].pk not in hidden
            ]
        return response


def _named_pages(request: HttpRequest, named: dict[str, Any]) -> set[int]:
    values = [named.get(key) for key in PAGE_KEYS]
    if request.method == "POST":
        values += [request.POST.get(name) for name in DESTINATIONS]
    return {int(value) for value in map(str, values) if value.isdecimal() and len(value) < 19}


def _hidden(keys: set[int], user: Any) -> set[int]:
    """The pages among ``keys`` that ``user`` may not even know by name."""
    if not keys:
        return set()
    hidden = Page.objects.filter(pk__in=keys).exclude(
        pk__in=working_pages.visible_pages(user).order_by().values("pk")
    )
    # Reviewers work on what waits for them.
    return {page.pk for page in hidden.specific() if not page.permissions_for_user(user).can_edit()}
