"""新闻."""

from django.utils.translation import gettext_lazy as _

from articles.models import ArticleIndexPage, NarratedArticlePage
from search.registry import not_searchable, searchable
from topics.registry import collectable


@searchable("news", _("新闻"))
@collectable("news", _("新闻"))
class NewsPage(NarratedArticlePage):
    """What happened: own reports and reprints from listed sources."""

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []
    page_description = _("新闻报道、通知、转载。经三审三校后发布。")

    template = "pages/news/news_page.html"

    class Meta:
        verbose_name = _("新闻")
        verbose_name_plural = _("新闻")


@not_searchable
class NewsIndexPage(ArticleIndexPage):
    """The news section."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsPage"]
    page_description = _("新闻栏目：按日期列出下面的新闻。")

    template = "pages/news/news_index_page.html"
    article_model = NewsPage

    class Meta:
        verbose_name = _("新闻栏目")
        verbose_name_plural = _("新闻栏目")
