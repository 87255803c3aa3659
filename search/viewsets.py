"""What editors keep: words that mean the same, and pages put first."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from search.models import CuratedResult, SynonymGroup


class StartingView(CreateView):
    """A form that begins with what the address says: one click from the report."""

    starts: tuple[str, ...] = ()

    def get_initial_form_instance(self) -> Any:
        instance = super().get_initial_form_instance() or self.model()
        for name in self.starts:
            setattr(instance, name, self.request.GET.get(name, "")[:200])
        return instance


class SynonymCreateView(StartingView):
    starts = ("words", "also")


class SynonymEditView(EditView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        address = f"{reverse('search_try')}?{urlencode({'group': self.object.pk})}"
        return [*super().header_buttons, HeaderButton(_("试一试"), url=address, icon_name="view")]


class SynonymIndexView(IndexView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        button = HeaderButton(_("试一试"), url=reverse("search_try"), icon_name="view")
        return [*super().header_buttons, button]


class CuratedCreateView(StartingView):
    starts = ("questions",)


class SynonymViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "resubmit"
    menu_label = gettext_lazy("同义词")
    copy_view_enabled = False
    list_per_page = 50
    list_display = [
        "__str__",
        BooleanColumn("enabled", label=gettext_lazy("启用")),
        "note",
        DateColumn("changed_at", label=gettext_lazy("修改时间")),
    ]
    list_filter = ["enabled"]
    # Few rows, and none of them in the index.
    search_fields = ["words", "also"]
    search_backend_name = None
    index_view_class = SynonymIndexView
    add_view_class = SynonymCreateView
    edit_view_class = SynonymEditView


class CuratedViewSet(SnippetViewSet):
    model = CuratedResult
    icon = "pick"
    menu_label = gettext_lazy("置顶结果")
    copy_view_enabled = False
    list_display = [
        "__str__",
        "label",
        BooleanColumn("enabled", label=gettext_lazy("启用")),
        DateColumn("changed_at", label=gettext_lazy("修改时间")),
    ]
    search_fields = ["questions"]
    search_backend_name = None
    add_view_class = CuratedCreateView
