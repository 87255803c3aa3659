"""Suggesting a topic, and deciding suggestions."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from topics.forms.vocabulary import DecisionForm, SuggestTopicForm
from topics.models import Topic, TopicStatus
from topics.services.suggestions import decide, suggest
from topics.views.base import TopicFormView


class SuggestionsView(generic.IndexView):
    """Suggestions and what became of them: one's own, or all for those who decide."""

    model = Topic
    any_permission_required = ["suggest", "accept"]
    page_title = gettext_lazy("专题建议")
    header_icon = "tag"
    index_url_name = "topics_suggestions"
    index_results_url_name = "topics_suggestions_results"
    default_ordering = "-created_at"
    paginate_by = 30

    @cached_property
    def decides(self) -> bool:
        return bool(self.request.user.has_perm("topics.accept_topic"))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=_("名称"), get_url=self._decision_url),
            StatusTagColumn(
                "status",
                label=_("状态"),
                accessor="get_status_display",
                primary=lambda topic: topic.status == TopicStatus.SUGGESTED,
            ),
            Column("suggested_by", label=_("建议人")),
            Column("reason", label=_("建议理由")),
            Column("decision_reason", label=_("审定意见")),
            DateColumn("created_at", label=_("建议时间"), sort_key="created_at"),
        ]

    def _decision_url(self, topic: Topic) -> str | None:
        undecided = topic.status in (TopicStatus.SUGGESTED, TopicStatus.REJECTED)
        return reverse("topics_decide", args=[topic.pk]) if self.decides and undecided else None

    def get_base_queryset(self) -> QuerySet[Topic]:
        found = Topic.objects.exclude(suggested_by=None).select_related("suggested_by")
        return found if self.decides else found.filter(suggested_by=self.request.user)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.request.user.has_perm("topics.suggest_topic"):
            return []
        return [HeaderButton(_("建议新专题"), url=reverse("topics_suggest"), icon_name="plus")]


class SuggestView(TopicFormView):
    permission_required = "topics.suggest_topic"
    form_class = SuggestTopicForm
    page_title = gettext_lazy("建议新专题")
    submit_button_label = gettext_lazy("提交建议")
    success_url = reverse_lazy("topics_suggestions")

    def form_valid(self, form: Form) -> HttpResponse:
        data = form.cleaned_data
        try:
            topic = suggest(self.person, data["name"], data["reason"], data["aliases"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(
            self.request, _("已提交“%(name)s”，总编审定后就可以选用。") % {"name": topic.name}
        )
        return super().form_valid(form)


class DecideView(TopicFormView):
    """Accept a suggestion or turn it down."""

    permission_required = "topics.accept_topic"
    form_class = DecisionForm
    template_name = "wagtailadmin/topics/decide.html"
    page_title = gettext_lazy("审定专题建议")
    submit_button_label = gettext_lazy("确定")
    success_url = reverse_lazy("topics_suggestions")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = Topic.objects.filter(
            status__in=[TopicStatus.SUGGESTED, TopicStatus.REJECTED]
        ).select_related("suggested_by")
        self.topic = found.filter(pk=kwargs["pk"]).first()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission_required):
            raise PermissionDenied
        if self.topic is None:
            topic = get_object_or_404(Topic, pk=kwargs["pk"])
            messages.warning(
                request,
                _("“%(name)s”已经审定：%(status)s。")
                % {"name": topic.name, "status": topic.get_status_display()},
            )
            return redirect("topics_suggestions")
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.topic.name

    def form_valid(self, form: Form) -> HttpResponse:
        accept = form.cleaned_data["decision"] == DecisionForm.ACCEPT
        try:
            decide(self.topic, self.person, accept=accept, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        sentence = (
            _("已采用“%(name)s”，编辑现在可以选它了。") if accept else _("没有采纳“%(name)s”。")
        )
        messages.success(self.request, sentence % {"name": self.topic.name})
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = self.topic.aliases.filter(is_name=False).values_list("name", flat=True)
        return super().get_context_data(topic=self.topic, aliases=list(others), **kwargs)
