"""Names and aliases, kept apart from one another."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from topics.models import Topic, TopicAlias
from topics.names import clean_name, name_key, validate_name


def check_names(names: Iterable[str], topic: Topic | None = None) -> None:
    """Raise ``ValidationError``, one sentence a name, for bad names and those another topic has."""
    errors: list[ValidationError] = []
    names = [clean_name(name) for name in names]
    for name in names:
        try:
            validate_name(name)
        except ValidationError as error:
            errors.append(error)
    errors += [_taken(alias) for alias in _others(names, topic)]
    if errors:
        raise ValidationError(errors)


def _others(names: list[str], topic: Topic | None) -> list[TopicAlias]:
    found = TopicAlias.objects.filter(key__in={name_key(name) for name in names})
    if topic is not None and topic.pk:
        found = found.exclude(topic=topic)
    return list(found.select_related("topic"))


def _taken(alias: TopicAlias) -> ValidationError:
    topic = alias.topic
    sentences = {
        "suggested": _("“%(name)s”已经有人建议，正等总编审定。"),
        "rejected": _("“%(name)s”曾经建议过，没有采纳：%(reason)s"),
    }
    if alias.is_name:
        sentence = sentences.get(topic.status, _("已经有专题“%(name)s”。"))
    else:
        sentence = _("“%(name)s”已是专题“%(topic)s”的别名。")
    return ValidationError(
        sentence,
        code="taken",
        params={"name": alias.name, "topic": topic.name, "reason": topic.decision_reason},
    )


@contextmanager
def one_writer() -> Iterator[None]:
    """A transaction in which a name claimed by somebody else meanwhile is a sentence, no crash."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise ValidationError(_("刚刚有人用了同样的名称，请核对后再试。"), code="taken") from error


def set_aliases(topic: Topic, names: Iterable[str]) -> None:
    """Make ``names`` the topic's aliases (its own name aside). Call within ``one_writer``."""
    wanted = {name_key(name): name for name in names}
    wanted.pop(name_key(topic.name), None)
    for alias in topic.aliases.filter(is_name=False):
        name = wanted.pop(alias.key, None)
        if name is None:
            alias.delete()
        elif name != alias.name:
            alias.name = name
            alias.save()
    for name in wanted.values():
        topic.aliases.create(name=name)


def save_topic(save: Callable[[], Topic], aliases: Iterable[str]) -> Topic:
    """Save a topic by ``save``, with these aliases, or raise ``ValidationError`` and keep nothing."""
    with one_writer():
        topic = save()
        set_aliases(topic, aliases)
    return topic
