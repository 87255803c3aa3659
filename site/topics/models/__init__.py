"""The vocabulary and the pages that collect by it.

Submodules import one way: topic < alias, tagged_page, collected < pin < topic_page < index_page.
"""

from topics.models.alias import TopicAlias
from topics.models.collected import CollectedPage
from topics.models.index_page import TopicIndexPage
from topics.models.pin import TopicPin
from topics.models.tagged_page import TaggedPage
from topics.models.topic import Topic, TopicStatus
from topics.models.topic_page import TopicPage

__all__ = [
    "CollectedPage",
    "TaggedPage",
    "Topic",
    "TopicAlias",
    "TopicIndexPage",
    "TopicPage",
    "TopicPin",
    "TopicStatus",
]
