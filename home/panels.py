"""What the admin's first page offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.components import Component
from wagtail.models import Locale, Page, PageQuerySet

from accounts.models import User
from articles.models import ArticleIndexPage
from home.models import HomePage


@dataclass(frozen=True)
class Start:
    """One kind of manuscript that this person may begin, and where."""

    label: str
    description: str
    url: str


def starts_for(user: User) -> list[Start]:
    """What ``user`` may write: one entry for each type of each section, in menu order."""
    starts = []
    for section in _sections():
        if not section.permissions_for_user(user).can_add_subpage():
            continue
        for model in section.specific_class.clean_subpage_models():
            options = model._meta
            starts.append(
                Start(
                    str(options.verbose_name),
                    str(model.page_description),
                    reverse(
                        "wagtailadmin_pages:add",
                        args=[options.app_label, options.model_name, section.pk],
                    ),
                )
            )
    return starts


def _sections() -> list[Page]:
    home = HomePage.objects.filter(locale=Locale.get_default(), depth=2).first()
    if home is None:
        return []
    children: PageQuerySet = home.get_children()
    return [
        page
        for page in children.select_related("content_type")
        if page.specific_class and issubclass(page.specific_class, ArticleIndexPage)
    ]


class WritePanel(Component):
    """The first thing on the first page: begin a manuscript."""

    name = "write"
    template_name = "wagtailadmin/home/write.html"
    # Before the inbox and the own manuscripts, which grow.
    order = 0
    heading = _("写稿")

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"starts": starts_for(parent_context["request"].user), "heading": self.heading}
