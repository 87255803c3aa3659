"""The editor of a topic page."""

from typing import Any

from django.utils.translation import gettext as _

from core.forms import BasePageForm


class TopicPageForm(BasePageForm):
    """A page that collects nothing, or what another page collects, is said to be a mistake."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        topic = cleaned.get("topic")
        if topic is None:
            if not self.is_draft and not cleaned.get("rules") and "rules" not in self.errors:
                self.add_error("topic", _("请选专题词，或至少加一条收入规则，否则本页没有稿件。"))
        elif other := self._other_page(topic):
            self.add_error(
                "topic",
                _("专题词“%(topic)s”已经有专题页“%(page)s”。")
                % {"topic": topic, "page": other.title},
            )
        return cleaned

    def _other_page(self, topic: Any) -> Any:
        """The page in the same language that is this topic's already."""
        parent = self.parent_page or self.instance
        pages = type(self.instance)._default_manager.filter(
            topic=topic, locale_id=self.instance.locale_id or parent.locale_id
        )
        return pages.exclude(pk=self.instance.pk).first()
