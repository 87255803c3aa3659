"""The field with which a page type carries topics."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modelcluster.contrib.taggit import ClusterTaggableManager, _ClusterTaggableManager
from wagtail.admin.forms.models import register_form_field_override

from topics.forms.choosing import TopicsFormField
from topics.models import TaggedPage, Topic
from topics.names import name_key


class TopicsManager(_ClusterTaggableManager):
    """The topics of one page; a name stands for an accepted topic or is refused."""

    def _to_tag_model_instances(
        self, tags: list[Topic | str], tag_kwargs: dict[str, Any]
    ) -> list[Topic]:
        # taggit would create a topic for an unknown name, whatever ``free_tagging`` says.
        found = Topic.objects.by_names([tag for tag in tags if isinstance(tag, str)])
        topics: dict[int, Topic] = {}
        for tag in tags:
            topic = found.get(name_key(tag)) if isinstance(tag, str) else tag
            if topic is None:
                raise ValidationError(
                    gettext("没有叫“%(name)s”的专题。") % {"name": tag}, code="unknown_topic"
                )
            topics.setdefault(topic.pk, topic)
        return list(topics.values())


class TopicsField(ClusterTaggableManager):
    """Topics of a page, over ``TaggedPage``. In ``translatable_fields`` name ``tagged_pages``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("through", TaggedPage)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("verbose_name", _("专题"))
        kwargs.setdefault("help_text", _("输入专题名称的一部分、别名或拼音首字母，再从列表里选。"))
        super().__init__(**kwargs)

    def __get__(self, instance: Any, model: Any) -> TopicsManager:
        return TopicsManager(
            through=self.through, model=model, instance=instance, prefetch_cache_name=self.name
        )

    def _get_mm_case_path_info(self, direct: bool = False, filtered_relation: Any = None) -> list:
        # ``TaggedPage`` points to Page, not to the type: the join goes by way of the parent.
        steps = super()._get_mm_case_path_info(direct, filtered_relation)
        page = self.through._meta.get_field("content_object").related_model
        options = self.model._meta
        if direct:
            return [*options.get_path_to_parent(page), *steps]
        return [*steps, *options.get_path_from_parent(page)]


register_form_field_override(TopicsField, override={"form_class": TopicsFormField})
