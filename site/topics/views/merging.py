"""Merging two topics: choose, look at the numbers, confirm."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.admin import messages

from topics.forms.vocabulary import MergeForm
from topics.models import Topic, TopicStatus
from topics.services.merging import count_merge, merge
from topics.views.base import TopicFormView


class MergeView(TopicFormView):
    """Shows what the merge will do before it does it: the first post asks, the second acts."""

    permission_required = "topics.merge_topic"
    form_class = MergeForm
    template_name = "wagtailadmin/topics/merge.html"
    page_title = gettext_lazy("合并专题")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.source = get_object_or_404(Topic, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.source.name

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "source": self.source}

    def get_success_url(self) -> str:
        return reverse(Topic.snippet_viewset.get_url_name("list"))

    def form_valid(self, form: Form) -> HttpResponse:
        target = form.cleaned_data["target"]
        # The confirmation is for the target whose numbers were shown, no other.
        if self.request.POST.get("confirmed") != str(target.pk):
            numbers = count_merge(self.source, target)
            context = self.get_context_data(form=form, target=target, numbers=numbers)
            return self.render_to_response(context)
        try:
            numbers = merge(self.source, target, self.person)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("已把“%(source)s”合并到“%(target)s”，改标 %(count)d 篇稿件。")
            % {"source": self.source.name, "target": target.name, "count": numbers.pages},
        )
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["source"] = self.source
        context["is_merged"] = self.source.status == TopicStatus.MERGED
        confirming = "numbers" in context
        context["submit_button_label"] = _("确认合并") if confirming else _("下一步：核对")
        return context
