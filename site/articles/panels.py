"""Panels of the article editor."""

from typing import Any

from django.urls import reverse

from wagtail.admin.panels import Panel


class LengthMeterPanel(Panel):
    """字数 and reading time of the body while it is being typed, beside the format's limit.

    The count is asked from the server, so that editor, limit and page agree by construction.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/articles/length_meter.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["count_url"] = reverse("articles_count")
            context["model"] = self.instance._meta.label_lower
            context["page"] = self.instance
            context["limits"] = getattr(self.instance, "WORD_LIMITS", {})
            return context
