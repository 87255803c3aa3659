from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.pages.search import SearchView
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import register_permission_policy
from wagtail.rich_text.feature_registry import FeatureRegistry

from core.link_handlers import InternalLinkHandler
from core.visibility import restricted_paths
from core.working_pages import working_pages

# Before anything asks for a policy of pages.
register_permission_policy(Page, working_pages)

# This view has no model, and would call what it found "None".
SearchView.verbose_name = Page._meta.verbose_name
SearchView.verbose_name_plural = Page._meta.verbose_name_plural


@hooks.register("construct_page_chooser_queryset")
def offer_visible_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Choosers take all pages there are."""
    return pages.filter(pk__in=working_pages.visible_pages(request.user).order_by().values("pk"))


# After Wagtail's own, whose handler of page links it replaces.
@hooks.register("register_rich_text_features", order=1)
def link_pages_in_bulk(features: FeatureRegistry) -> None:
    features.register_link_type(InternalLinkHandler)


@hooks.register("before_move_page")
def refuse_an_impossible_place(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    """Where the place is chosen, not only after the move was confirmed."""
    if page.permissions_for_user(request.user).can_move_to(destination):
        return None
    messages.error(
        request,
        _("“%(page)s”不能移到“%(place)s”下面：那里放不了这类页面，或您没有权限。请另选一处。")
        % {"page": page.get_admin_display_title(), "place": destination.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:move", page.pk)


def mark_private(request: HttpRequest) -> None:
    """Where Wagtail's ``test_page_is_public`` looks first; by itself it knows nothing of
    translations, whose privacy is that of their source."""
    request.all_page_view_restriction_paths = restricted_paths()  # type: ignore[attr-defined]


@hooks.register("before_edit_page")
def mark_private_in_the_editor(request: HttpRequest, page: Page) -> None:
    mark_private(request)


@hooks.register("construct_explorer_page_queryset")
def mark_private_in_lists(parent: Page, pages: Any, request: HttpRequest) -> Any:
    mark_private(request)
    return pages
