"""Articles of every type about one topic."""

import datetime

import pytest

from tests.factories.learning import TheoryArticlePageFactory
from tests.factories.news import BranchPageFactory, NewsPageFactory
from tests.factories.topics import TopicFactory


@pytest.fixture
def topic(db):
    return TopicFactory(name="乡村振兴", aliases=["乡村建设", "新农村"])


@pytest.fixture
def articles(site_tree, topic):
    """Newest first: a showcase, two news, a theory article; one news about something else."""
    day = datetime.date
    found = [
        BranchPageFactory(parent=site_tree.branches, date=day(2026, 3, 1), topics=[topic]),
        NewsPageFactory(parent=site_tree.news, date=day(2026, 2, 1), topics=[topic]),
        TheoryArticlePageFactory(parent=site_tree.theory, date=day(2025, 6, 1), topics=[topic]),
        NewsPageFactory(parent=site_tree.news, date=day(2025, 1, 1), topics=[topic]),
    ]
    NewsPageFactory(parent=site_tree.news, date=day(2026, 4, 1), topics=[TopicFactory()])
    return found
