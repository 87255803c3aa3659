"""What each kind of page feeds: its newest articles, in its own language."""

from dataclasses import dataclass
from functools import singledispatch

from django.db.models import Q
from django.http import HttpRequest

from wagtail.models import Page

from articles.models import ArticleIndexPage
from home.models import HomePage
from news.models import BranchPage
from topics.collecting import Collection, is_public
from topics.models import TopicIndexPage, TopicPage


@dataclass(frozen=True)
class Source:
    """``name`` is added to the site's; ``query`` is what the address needs after the page's."""

    page: Page
    name: str
    collection: Collection
    query: str = ""


@singledispatch
def source_of(page: Page, request: HttpRequest) -> Source | None:
    """What ``page`` feeds; None for a page that collects nothing."""
    return None


@source_of.register(HomePage)
def _site(page: HomePage, request: HttpRequest) -> Source:
    return Source(page, "", Collection(page.locale_id))


@source_of.register(ArticleIndexPage)
def _section(page: ArticleIndexPage, request: HttpRequest) -> Source:
    return Source(page, page.title, page.collection)


@source_of.register(TopicPage)
def _topic_page(page: TopicPage, request: HttpRequest) -> Source:
    # News come first in a feed, whatever the page's own order.
    collection = page.collection_in(page.locale_id).ordered(oldest_first=False)
    return Source(page, page.title, collection)


@source_of.register(TopicIndexPage)
def _topic(page: TopicIndexPage, request: HttpRequest) -> Source | None:
    topic = page.asked_topic(request)
    if topic is None:
        return None
    collection = Collection(page.locale_id).also([topic.pk])
    return Source(page, topic.name, collection, f"?topic={topic.slug}")


@source_of.register(BranchPage)
def _branch(page: BranchPage, request: HttpRequest) -> Source | None:
    if page.branch_id is None:
        return None
    return Source(page, page.title, Collection(page.locale_id).where(Q(branch=page.branch_id)))


def feeds_something(page: Page, request: HttpRequest) -> bool:
    """Whether readers can subscribe to ``page``; asks the database nothing about its articles."""
    if isinstance(page, TopicIndexPage) and not request.GET.get("topic"):
        return False
    if not is_public(page) or getattr(page, "is_stand_in", False):
        return False
    is_source = isinstance(page, HomePage | ArticleIndexPage | TopicPage | TopicIndexPage)
    return is_source or (isinstance(page, BranchPage) and page.branch_id is not None)
