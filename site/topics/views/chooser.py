"""Choosing one topic, in the editor of a topic page."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import BaseChooseView
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from topics.models import Topic, TopicStatus


class TopicSearchForm(BaseFilterForm):
    """Finds topics by any of their names, as everywhere."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("名称、别名或拼音首字母")}),
    )

    def filter(self, objects: QuerySet[Topic]) -> QuerySet[Topic]:
        query = self.cleaned_data.get("q")
        if query:
            objects = objects.filter(pk__in=Topic.objects.matching(query).values("pk"))
            self.is_searching, self.search_query = True, query
        return super().filter(objects)


class AcceptedTopics(BaseChooseView):
    filter_form_class = TopicSearchForm

    def get_object_list(self) -> QuerySet[Any]:
        return super().get_object_list().filter(status=TopicStatus.ACCEPTED)


class TopicChooseView(AcceptedTopics, ChooseView):
    pass


class TopicChooseResultsView(AcceptedTopics, ChooseResultsView):
    pass


class TopicChooserViewSet(SnippetChooserViewSet):
    choose_view_class = TopicChooseView
    choose_results_view_class = TopicChooseResultsView
