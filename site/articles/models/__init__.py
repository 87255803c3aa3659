"""What the four article types share."""

from articles.models.article import ArticlePage
from articles.models.correction import Correction
from articles.models.imported import ImportedArticle
from articles.models.index import ArticleIndexPage
from articles.models.narrated import NarratedArticlePage
from articles.models.number import ManuscriptCounter
from articles.models.source import Source

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "Correction",
    "ImportedArticle",
    "ManuscriptCounter",
    "NarratedArticlePage",
    "Source",
]
