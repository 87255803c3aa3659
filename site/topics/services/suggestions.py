"""An editor suggests a topic, a chief editor decides."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail.log_actions import log

from accounts.models import User
from topics.models import Topic, TopicStatus
from topics.services.vocabulary import check_names, one_writer, save_topic


def suggest(user: User, name: str, reason: str, aliases: Iterable[str] = ()) -> Topic:
    """A topic that waits for a decision; nobody can choose it yet.

    Raises ``ValidationError`` where a name is bad or taken, ``PermissionDenied`` without
    ``topics.suggest_topic``.
    """
    if not user.has_perm("topics.suggest_topic"):
        raise PermissionDenied
    aliases = list(aliases)
    check_names([name, *aliases])

    def save() -> Topic:
        return Topic.objects.create(
            name=name, reason=reason, suggested_by=user, status=TopicStatus.SUGGESTED
        )

    topic = save_topic(save, aliases)
    log(instance=topic, action="topics.suggest", user=user, data={"reason": reason})
    return topic


def decide(topic: Topic, user: User, *, accept: bool, reason: str = "") -> Topic:
    """Accept a suggestion or turn it down; a turned-down one may be accepted later.

    Raises ``ValidationError`` where somebody has decided it otherwise meanwhile, or a refusal
    gives no reason; ``PermissionDenied`` without ``topics.accept_topic``.
    """
    if not user.has_perm("topics.accept_topic"):
        raise PermissionDenied
    if not accept and not reason.strip():
        raise ValidationError(_("不采纳时请写明理由，建议人会看到。"), code="reason_missing")
    with one_writer():
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        open_states = (
            {TopicStatus.SUGGESTED, TopicStatus.REJECTED} if accept else {TopicStatus.SUGGESTED}
        )
        if topic.status not in open_states:
            raise ValidationError(
                _("这条建议已经有人审定（%(status)s），请刷新页面。"),
                params={"status": topic.get_status_display()},
                code="decided",
            )
        topic.status = TopicStatus.ACCEPTED if accept else TopicStatus.REJECTED
        topic.decided_by, topic.decided_at = user, timezone.now()
        topic.decision_reason = reason.strip()
        topic.save()
        action = "topics.accept" if accept else "topics.reject"
        log(instance=topic, action=action, user=user, data={"reason": topic.decision_reason})
    return topic
