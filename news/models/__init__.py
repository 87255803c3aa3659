"""News and the showcases of the branches."""

from news.models.branches import BranchActivity, BranchIndexPage, BranchPage
from news.models.news import NewsIndexPage, NewsPage

__all__ = ["BranchActivity", "BranchIndexPage", "BranchPage", "NewsIndexPage", "NewsPage"]
