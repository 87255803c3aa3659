"""Topics in the admin: addresses, menu, log."""

from typing import Any

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.log_actions import LogFormatter
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from core.admin_menu import PermittedItem
from topics.models import Topic
from topics.policies import TopicPermissionPolicy
from topics.viewsets import TopicViewSet

# Before anything asks for a policy of the model.
register_permission_policy(Topic, TopicPermissionPolicy(Topic))
register_snippet(TopicViewSet)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    return [path("topics/", include("topics.urls"))]


@hooks.register("register_admin_menu_item")
def topics_menu() -> MenuItem:
    vocabulary = PermittedItem(
        _("专题词"),
        reverse(Topic.snippet_viewset.get_url_name("list")),
        name="topics",
        icon_name="tag",
        order=100,
        permissions=["topics.view_topic", "topics.change_topic", "topics.add_topic"],
    )
    suggestions = PermittedItem(
        _("专题建议"),
        reverse("topics_suggestions"),
        name="topic-suggestions",
        icon_name="comment-add",
        order=200,
        permissions=["topics.suggest_topic", "topics.accept_topic"],
    )
    menu = Menu(items=[vocabulary, suggestions])
    return SubmenuMenuItem(_("专题"), menu, name="topics-menu", icon_name="tag", order=400)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("topics.suggest", _("建议专题"), _("建议了这个专题"))
    actions.register_action("topics.accept", _("采用专题"), _("采用了这个专题"))

    @actions.register_action("topics.reject")
    class RejectFormatter(LogFormatter):
        label = _("不采纳专题")

        def format_message(self, log_entry: Any) -> str:
            return _("没有采纳：%(reason)s") % {"reason": log_entry.data.get("reason", "")}

    @actions.register_action("topics.merge")
    class MergeFormatter(LogFormatter):
        label = _("合并专题")

        def format_message(self, log_entry: Any) -> str:
            return _("“%(source)s”合并到“%(target)s”，改标 %(pages)s 篇稿件") % log_entry.data
