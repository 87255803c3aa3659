"""Who may do what with topics in the admin."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from topics.models import Topic, TopicStatus


class TopicPermissionPolicy(ModelPermissionPolicy):
    """Model permissions; but signposts are not edited, and topics in use not deleted."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Topic) -> bool:
        if action == "change" and instance.status == TopicStatus.MERGED:
            return False
        if action == "delete" and not can_delete(instance):
            return False
        return super().user_has_permission_for_instance(user, action, instance)


def can_delete(topic: Topic) -> bool:
    """Whether nothing hangs on the topic: no article, no signpost, no topic page."""
    return (
        topic.status != TopicStatus.MERGED
        and not topic.items.exists()
        and not topic.merged_from.exists()
        and not topic.pages.exists()
    )
