"""The curated vocabulary."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from taggit.models import TagBase

from core.slugs import pinyin_slug
from topics.links import with_urls
from topics.managers import TopicManager
from topics.names import clean_name, validate_name


class TopicStatus(models.TextChoices):
    SUGGESTED = "suggested", _("待审定")
    ACCEPTED = "accepted", _("使用中")
    REJECTED = "rejected", _("未采纳")
    MERGED = "merged", _("已合并")


class Topic(TagBase):
    """One subject word. Articles carry it; only accepted ones can be chosen or are shown.

    A topic that was merged stays as a signpost (``merged_into``): drafts and old revisions hold
    its id, and read it as the topic that took its place (see ``TaggedPage``).
    """

    free_tagging = False

    name = models.CharField(
        _("名称"),
        max_length=100,
        unique=True,
        help_text=_("读者看到的名称，简短明确，最多 40 个字。"),
    )
    slug = models.SlugField(_("网址代码"), max_length=100, unique=True, editable=False)
    description = models.TextField(
        _("说明"), blank=True, help_text=_("什么样的稿件该标这个专题，供编辑参考，一两句话。")
    )
    status = models.CharField(
        _("状态"), max_length=10, choices=TopicStatus.choices, default=TopicStatus.ACCEPTED
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("合并到"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="merged_from",
    )
    # A signpost is no use of the topic that an editor should hear of.
    merged_into.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    # The suggestion and what became of it.
    suggested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("建议人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.TextField(_("建议理由"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审定人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decision_reason = models.TextField(_("审定意见"), blank=True)
    decided_at = models.DateTimeField(_("审定时间"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    objects = TopicManager()

    class Meta:
        verbose_name = _("专题词")
        verbose_name_plural = _("专题词")
        ordering = ["name"]
        permissions = [
            ("suggest_topic", _("可以建议新专题")),
            ("accept_topic", _("可以审定专题建议")),
            ("merge_topic", _("可以合并专题")),
        ]
        constraints = [
            models.CheckConstraint(
                name="topics_merged_topic_has_target",
                condition=models.Q(status="merged", merged_into__isnull=False)
                | (~models.Q(status="merged") & models.Q(merged_into__isnull=True)),
            )
        ]

    def slugify(self, tag: str, i: int | None = None) -> str:
        base = pinyin_slug(tag) or "topic"
        return base if i is None else f"{base}-{i}"

    def clean(self) -> None:
        super().clean()
        self.name = clean_name(self.name)
        validate_name(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and claim the name in ``TopicAlias``.

        Raises ``IntegrityError`` where another topic holds the name or alias, also when that one
        was written a moment ago by somebody else.
        """
        self.name = clean_name(self.name)
        if self._state.adding and not self.slug:
            self.slug = type(self).objects.free_slug(self.slugify, self.name)
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.status != TopicStatus.MERGED:
                self.aliases.claim_name(self)

    @cached_property
    def url(self) -> str:
        """Where readers find it; for several topics ``links.with_urls`` asks once."""
        with_urls([self])
        return self.url

    @property
    def is_accepted(self) -> bool:
        return self.status == TopicStatus.ACCEPTED
