"""Finding topics."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Q, Value, When

from taggit.models import NaturalKeyManager

from topics.names import clean_name, name_key

if TYPE_CHECKING:
    from topics.models import Topic, TopicAlias


def _found_by(text: str, prefix: str = "") -> Q:
    key = name_key(text)
    if not key:
        return Q(pk__in=[])
    found = Q(**{f"{prefix}key__contains": key})
    letters = key.replace(" ", "").replace("'", "")
    if letters.isascii() and letters.isalnum():
        found |= Q(**{f"{prefix}pinyin__startswith": letters})
        found |= Q(**{f"{prefix}initials__startswith": letters})
    return found


class TopicQuerySet(models.QuerySet["Topic"]):
    def accepted(self) -> "TopicQuerySet":
        return self.filter(status="accepted")

    def waiting(self) -> "TopicQuerySet":
        return self.filter(status="suggested")

    def matching(self, text: str) -> "TopicQuerySet":
        """Topics of which some name contains ``text``, or its pinyin or initials begin so."""
        return self.filter(_found_by(text, "aliases__")).distinct()


class TopicManager(NaturalKeyManager.from_queryset(TopicQuerySet)):  # type: ignore[misc]
    def by_names(self, names: Iterable[str]) -> dict[str, "Topic"]:
        """Accepted topics by comparison key, for own names and aliases alike; one query."""
        keys = {name_key(name) for name in names}
        if not keys:
            return {}
        rows = self.model.aliases.rel.related_model.objects.filter(
            key__in=keys, topic__status="accepted"
        ).select_related("topic")
        return {row.key: row.topic for row in rows}

    def successor_of(self, slug: str) -> "Topic | None":
        """The accepted topic into which the one at ``slug`` was merged, if it was."""
        merged = self.filter(slug=slug, merged_into__status="accepted").select_related(
            "merged_into"
        )
        found = merged.first()
        return found.merged_into if found else None

    def free_slug(self, slugify: Callable[..., str], name: str) -> str:
        """The first slug of ``name`` that no topic has."""
        slug = slugify(name)
        taken = set(self.filter(slug__startswith=slug).values_list("slug", flat=True))
        number = 1
        while slug in taken:
            number += 1
            slug = slugify(name, number)
        return slug


class TopicAliasManager(models.Manager["TopicAlias"]):
    def suggest(self, text: str, limit: int) -> list["TopicAlias"]:
        """For the best ``limit`` accepted topics, the name by which ``text`` finds each."""
        key = name_key(text)
        rank = Case(
            When(key=key, then=Value(0)),
            When(key__startswith=key, then=Value(1)),
            When(key__contains=key, then=Value(2)),
            default=Value(3),
        )
        rows = (
            self.filter(_found_by(text), topic__status="accepted")
            .select_related("topic")
            .order_by(rank, "-is_name", "name")
        )
        best: dict[int, TopicAlias] = {}
        # A topic has few names, so this many rows hold enough topics.
        for row in rows[: limit * 5]:
            best.setdefault(row.topic_id, row)
        return list(best.values())[:limit]

    def claim_name(self, topic: "Topic") -> None:
        """Keep the row of the topic's own name in step with the topic."""
        own = self.filter(topic=topic, is_name=True).first()
        if own is None:
            # One's own alias may become the name.
            own = self.filter(topic=topic, key=name_key(topic.name)).first() or self.model(
                topic=topic
            )
        elif own.name == clean_name(topic.name):
            return
        else:
            self.filter(topic=topic, key=name_key(topic.name), is_name=False).delete()
        own.name, own.is_name = topic.name, True
        own.save()
