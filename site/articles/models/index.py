"""The abstract section: a filtered, paged list of its articles."""

from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import TranslatableField

from articles.filters import ArticleFilter
from core.models import BasePage
from core.paginators import paginate
from core.publishing import ContentKind
from topics.collecting import Collection, of_types
from topics.links import with_rest
from topics.models import Topic
from topics.registry import Collectable, type_of


class ArticleIndexPage(BasePage):
    """Lists the articles below it, newest first, by what the address asks for."""

    # Filled by subclasses: the model that is listed.
    article_model: ClassVar[Any] = None
    content_kind = ContentKind.COMPOSITION
    introduces_site = True
    # The cut of the covers in the list.
    card_shape: ClassVar[str] = "thumb"
    max_count_per_parent = 1

    introduction = models.CharField(
        _("栏目介绍"), max_length=120, blank=True, help_text=_("栏目标题下的一句话。")
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    translatable_fields = [*BasePage.translatable_fields, TranslatableField("introduction")]

    @classmethod
    def for_serving(cls, pages: QuerySet) -> QuerySet:
        """Asks along whether another section of the kind stands beside this one."""
        others = cls._default_manager.filter(locale_id=OuterRef("locale_id"))
        alone = ~Exists(others.exclude(pk=OuterRef("pk")).order_by())
        return super().for_serving(pages).annotate(is_alone=alone)

    @property
    def kind(self) -> Collectable:
        """What is listed, as topics know it."""
        found = type_of(self.article_model)
        if found is None:
            raise ImproperlyConfigured(f"{self.article_model.__name__} is not collectable.")
        return found

    @cached_property
    def collection(self) -> Collection:
        """What readers may see of this section."""
        found = Collection(self.locale_id).where(of_types([self.kind]))
        if getattr(self, "is_alone", False):
            # Everything of the kind in this language stands here; no need to ask the tree.
            return found
        return found.where(Q(page__path__startswith=self.path))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A topic that was merged is answered by what took its place."""
        slug = request.GET.get("topic", "").strip()
        current = Topic.objects.successor_of(slug) if slug else None
        if current is not None and not self.is_stand_in:
            address = f"{self.get_url(request)}?topic={current.slug}"
            return HttpResponseRedirect(with_rest(address, request))
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["filter"] = found = ArticleFilter(self, request.GET)
        context["articles"] = paginate(found.results(self.card_shape), request.GET.get("page", 1))
        return context

    class Meta:
        abstract = True
