"""Which page carries which topic."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ChildObjectsDescriptor, ParentalKey
from modelcluster.models import model_from_serializable_data

from taggit.models import ItemBase

from topics.models.topic import Topic


class TaggedPagesDescriptor(ChildObjectsDescriptor):
    """Sets the topics of a page, each once: two may have become one by a merge."""

    def __set__(self, instance: models.Model, value: Iterable["TaggedPage"]) -> None:
        super().__set__(instance, list({item.tag_id: item for item in value}.values()))


class TaggedPagesKey(ParentalKey):
    related_accessor_class = TaggedPagesDescriptor


class TaggedPage(ItemBase):
    """One topic on one page, of whatever type.

    One table for all types, so that a topic collects over all of them. A draft keeps its topics
    in its revision; here is only what is live.
    """

    tag = models.ForeignKey(
        Topic, verbose_name=_("专题词"), on_delete=models.CASCADE, related_name="items"
    )
    content_object = TaggedPagesKey(
        "wagtailcore.Page",
        verbose_name=_("页面"),
        on_delete=models.CASCADE,
        related_name="tagged_pages",
    )

    class Meta:
        verbose_name = _("页面的专题")
        verbose_name_plural = _("页面的专题")
        constraints = [
            # In this order it also serves "which pages carry this topic".
            models.UniqueConstraint(
                fields=["tag", "content_object"], name="topics_topic_once_per_page"
            )
        ]

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> "TaggedPage | None":
        """Restore from a revision; a topic merged since then is read as the one in its place.

        Revisions themselves are never rewritten: somebody may have approved them as they are.
        None where the topic no longer exists.
        """
        kept = Topic.objects.filter(pk=data["tag"]).values_list("pk", "merged_into").first()
        if kept is None:
            return None
        pk, merged_into = kept
        resolved = {**data, "tag": merged_into or pk}
        # The topic was looked up just now; the page is the one being restored.
        return model_from_serializable_data(cls, resolved, check_fks=False, strict_fks=strict_fks)
