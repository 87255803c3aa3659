"""Plain pages: about, accessibility statement, contact."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from articles.blocks import BodyBlock
from articles.searching import read_body
from core.fields import StreamField
from core.models import BasePage
from core.publishing import ContentKind
from core.visibility import open_to_all
from search.registry import Content, searchable


@searchable("standard", _("普通页面"))
class StandardPage(BasePage):
    """A page of text that is not an article: no date, no author."""

    content_kind = ContentKind.MANUSCRIPT
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    page_description = _("普通页面：关于我们、无障碍说明、联系方式等。")

    template = "pages/home/standard_page.html"

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("正文"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    translatable_fields = [*BasePage.translatable_fields, TranslatableField("body")]

    def search_content(self) -> Content:
        facts = read_body(self.body)
        return Content(passages=facts.passages, media=facts.media, documents=facts.documents)

    @cached_property
    def children(self) -> list[BasePage]:
        return list(open_to_all(self.get_children().live()))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        self.body.stream_block.load_references(self.body)
        return context

    class Meta:
        verbose_name = _("普通页面")
        verbose_name_plural = _("普通页面")
