"""The vocabulary in the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Prefetch, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import CreateEditViewOptionalFeaturesMixin
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    SnippetViewSet,
)

from topics.forms.vocabulary import TopicForm
from topics.models import Topic, TopicAlias, TopicStatus
from topics.policies import can_delete
from topics.views.chooser import TopicChooserViewSet


class TopicFilterSet(WagtailFilterSet):
    class Meta:
        model = Topic
        fields = ["status"]


class TopicIndexView(IndexView):
    """Names, aliases, state, and how many live pages carry each topic."""

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("name"),
            StatusTagColumn(
                "status",
                label=_("状态"),
                accessor="get_status_display",
                primary=lambda topic: topic.is_accepted,
                sort_key="status",
            ),
            Column("aliases", label=_("别名"), accessor=_alias_line),
            Column("page_count", label=_("稿件"), accessor="page_count", sort_key="page_count"),
            Column(
                "merged_into", label=_("合并到"), accessor=lambda topic: topic.merged_into or ""
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Topic]:
        aliases = TopicAlias.objects.filter(is_name=False)
        return (
            super()
            .get_base_queryset()
            .select_related("merged_into")
            .prefetch_related(Prefetch("aliases", queryset=aliases, to_attr="other_names"))
            .annotate(page_count=Count("items"))
        )

    def search_queryset(self, queryset: QuerySet[Topic]) -> QuerySet[Topic]:
        if not self.is_searching:
            return queryset
        # By any name, alias or pinyin; as a subquery, so that it multiplies no rows to count.
        return queryset.filter(pk__in=Topic.objects.matching(self.search_query).values("pk"))

    def get_edit_url(self, instance: Topic) -> str | None:
        if instance.status == TopicStatus.MERGED:
            return None
        return super().get_edit_url(instance)

    def get_list_more_buttons(self, instance: Topic) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if instance.status != TopicStatus.MERGED and self.request.user.has_perm(
            "topics.merge_topic"
        ):
            url = reverse("topics_merge", args=[instance.pk])
            buttons.append(MenuItem(_("合并到…"), url=url, icon_name="link", priority=25))
        return buttons


def _alias_line(topic: Topic) -> str:
    return "、".join(alias.name for alias in topic.other_names)


class SayErrors(CreateEditViewOptionalFeaturesMixin):
    """What only the database knew (a name taken a moment ago) is an error of the form."""

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class TopicCreateView(SayErrors, CreateView):
    pass


class TopicEditView(SayErrors, EditView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.status == TopicStatus.MERGED:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TopicDeleteView(DeleteView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.user_has_permission("delete") and not can_delete(self.object):
            messages.error(
                request,
                _("专题“%(name)s”还在使用，不能删除。请把它合并到别的专题，稿件会一起过去。")
                % {"name": self.object.name},
            )
            return redirect(self.index_url_name)
        return super().dispatch(request, *args, **kwargs)


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = gettext_lazy("专题词")
    menu_order = 100
    copy_view_enabled = False
    list_per_page = 50
    default_ordering = "name"
    filterset_class = TopicFilterSet
    # Turns searching on; ``search_queryset`` says how.
    search_fields = ["name"]

    index_view_class = TopicIndexView
    add_view_class = TopicCreateView
    edit_view_class = TopicEditView
    delete_view_class = TopicDeleteView
    chooser_viewset_class = TopicChooserViewSet

    panels = [FieldPanel("name"), FieldPanel("aliases"), FieldPanel("description")]

    def get_form_class(self, for_update: bool = False) -> type[TopicForm]:
        return TopicForm
