"""Topics and their pages; ``parent`` of a topic page is the topics section."""

from collections.abc import Iterable
from typing import Any

import factory
from factory.django import DjangoModelFactory
from wagtail_factories import PageFactory

from topics.models import Topic, TopicPage


class TopicFactory(DjangoModelFactory):
    """An accepted topic; ``aliases=["…"]`` gives it other names."""

    name = factory.Sequence(lambda n: f"专题词{n + 1}号")

    class Meta:
        model = Topic
        skip_postgeneration_save = True

    @factory.post_generation
    def aliases(self, create: bool, extracted: Iterable[str] | None, **kwargs: Any) -> None:
        for name in extracted or []:
            self.aliases.create(name=name)


class TopicPageFactory(PageFactory):
    """A live page of ``topic``."""

    topic = factory.SubFactory(TopicFactory)
    title = factory.LazyAttribute(lambda page: page.topic.name if page.topic else "规则专题")
    slug = factory.Sequence(lambda n: f"zhuan-ti-{n + 1}")
    introduction = "<p>这个专题讲河岸议事会。</p>"

    class Meta:
        model = TopicPage
