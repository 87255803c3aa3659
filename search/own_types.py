"""Types of the rooms below, which can't register themselves."""

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from search.documents import Passage
from search.registry import Content, not_searchable, searchable
from topics.models import TopicIndexPage, TopicPage


def topic_content(page: TopicPage) -> Content:
    """A topic page is found by its topic's names too; what it collects is found by itself."""
    names = [alias.name for alias in page.topic.aliases.all()] if page.topic else []
    text = strip_tags(page.introduction.replace("</p>", "\n")).strip()
    return Content(passages=[Passage(text)] if text else [], extra=names)


searchable("topic", _("专题"), content=topic_content)(TopicPage)
not_searchable(TopicIndexPage)
