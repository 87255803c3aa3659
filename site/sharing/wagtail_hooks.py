"""Posters in the admin: on each page, on each topic word, and in the reports."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from sharing import posters
from sharing.report import RIGHTS
from topics.models import Topic

LABEL = _("二维码海报")


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    return [path("posters/", include("sharing.admin_urls"))]


class PosterButton(PageMenuItem):
    label = LABEL
    icon_name = "site"
    url_name = "sharing_page_posters"

    def is_shown(self, user: Any) -> bool:
        # The root of all sites is no page of any.
        return self.page.depth > 1 and posters.may_make(user, self.page)


@hooks.register("register_page_header_buttons")
def header_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[PosterButton]:
    yield PosterButton(page=page, priority=67)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[PosterButton]:
    yield PosterButton(page=page, priority=55)


@hooks.register("register_snippet_listing_buttons")
def topic_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Topic) and posters.may_make(user, snippet):
        yield Button(
            LABEL,
            reverse("sharing_topic_posters", args=[snippet.pk]),
            icon_name="site",
            priority=30,
        )


class ReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        allowed: bool = PagePermissionPolicy().user_has_any_permission(request.user, RIGHTS)
        return allowed


@hooks.register("register_reports_menu_item")
def report_item() -> MenuItem:
    return ReportItem(
        _("海报扫码次数"), reverse("sharing_report"), name="posters", icon_name="site", order=650
    )
