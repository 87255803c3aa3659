"""The abstract section: a filtered, paged list of its articles."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import TranslatableField

from articles.filters import ArticleFilter
from core.models import BasePage
from core.paginators import paginate
from core.publishing import ContentKind


class ArticleIndexPage(BasePage):
    """Lists the articles below it, newest first, by what the address asks for."""

    # Filled by subclasses: the model that is listed.
    article_model: ClassVar[Any] = None
    content_kind = ContentKind.COMPOSITION
    max_count_per_parent = 1

    introduction = models.CharField(
        _("栏目介绍"), max_length=120, blank=True, help_text=_("栏目标题下的一句话。")
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    translatable_fields = [*BasePage.translatable_fields, TranslatableField("introduction")]

    def articles(self) -> Any:
        """What readers may see of this section."""
        return self.article_model.objects.child_of(self).for_readers()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["filter"] = found = ArticleFilter(self, request.GET)
        context["articles"] = paginate(found.results(), request.GET.get("page", 1))
        return context

    class Meta:
        abstract = True
