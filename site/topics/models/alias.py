"""Every name a topic is known by."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from topics.managers import TopicAliasManager
from topics.models.topic import Topic
from topics.names import clean_name, name_key, pinyin_forms, validate_name


class TopicAlias(models.Model):
    """A name of a topic: its own (``is_name``) or another one people use for it.

    Own names are kept here too, so that one unique column keeps all names apart, whoever writes
    them at the same moment, and one query finds a topic by any of them.
    """

    topic = models.ForeignKey(
        Topic, verbose_name=_("专题词"), on_delete=models.CASCADE, related_name="aliases"
    )
    name = models.CharField(_("名称"), max_length=100)
    key = models.CharField(max_length=200, unique=True, editable=False)
    pinyin = models.CharField(max_length=200, editable=False)
    initials = models.CharField(max_length=100, editable=False)
    is_name = models.BooleanField(default=False, editable=False)

    objects = TopicAliasManager()

    class Meta:
        verbose_name = _("别名")
        verbose_name_plural = _("别名")
        ordering = ["-is_name", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic"],
                condition=models.Q(is_name=True),
                name="topics_one_own_name_per_topic",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        validate_name(clean_name(self.name))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = clean_name(self.name)
        self.key = name_key(self.name)
        self.pinyin, self.initials = pinyin_forms(self.name)
        super().save(*args, **kwargs)
