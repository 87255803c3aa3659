"""News and showcases; ``parent`` is the section."""

import factory

from news.models import BranchPage, NewsPage
from tests.factories.accounts import BranchFactory
from tests.factories.articles import ArticlePageFactory


class NewsPageFactory(ArticlePageFactory):
    class Meta:
        model = NewsPage


class BranchPageFactory(ArticlePageFactory):
    branch = factory.SubFactory(BranchFactory)
    title = factory.LazyAttribute(lambda page: page.branch.name)
    secretary = "林知行"
    member_count = 42

    class Meta:
        model = BranchPage
