"""What a feed says of an article.

Title, summary and link, not the text: a text may be corrected or withdrawn after review, and a copy
in a reader's program cannot be called back. So feeds read no bodies either.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from assets.pictures import attach_renditions, share_url
from core.addresses import Addresses
from core.answers import xml_text
from core.moments import is_over, published_at
from topics.collecting import CollectedList, Collection
from topics.models import TaggedPage, TopicStatus

NUMBER = 30


def newest(collection: Collection, number: int = NUMBER) -> list[Any]:
    """The newest pages with what their items show: rows, pictures, topics; three queries."""
    found = CollectedList(collection).bare(slice(0, number))
    pages = [page for page in found if not is_over(page)]
    attach_renditions((getattr(page, "cover", None) for page in pages), "og")
    names = _topic_names([page.pk for page in pages])
    for page in pages:
        page.topic_names = names[page.pk]
    return pages


def _topic_names(ids: Iterable[int]) -> dict[int, list[str]]:
    rows = TaggedPage.objects.filter(content_object__in=ids, tag__status=TopicStatus.ACCEPTED)
    names: defaultdict[int, list[str]] = defaultdict(list)
    for pk, name in rows.order_by("tag__name").values_list("content_object_id", "tag__name"):
        names[pk].append(name)
    return names


def identity(page: Any, language: str, use: str = "") -> str:
    """The same for ever, whatever becomes of title and address; different in each language."""
    key: UUID = page.translation_key
    return f"urn:uuid:{uuid5(key, language + use)}"


def moment(page: Any) -> datetime:
    return published_at(page.date, page.first_published_at)


def changed(pages: Iterable[Any]) -> datetime | None:
    """When the newest change of any of ``pages`` was published."""
    moments = [page.last_published_at or moment(page) for page in pages]
    return max(moments, default=None)


def item(page: Any, addresses: Addresses, language: str) -> dict[str, Any]:
    """For Django's feed generators."""
    author = page.author or (page.branch.name if page.branch else "")
    values: dict[str, Any] = {
        "title": xml_text(page.title),
        "link": addresses.of(page.url_path),
        "description": xml_text(page.summary),
        "pubdate": moment(page),
        "updateddate": timezone.localtime(page.last_published_at or moment(page)),
        "author_name": xml_text(author) or None,
        "categories": [str(page.kicker), *map(xml_text, page.topic_names)],
        "unique_id": identity(page, language),
        "unique_id_is_permalink": False,
    }
    if getattr(page, "cover", None):
        values["thumbnail"] = addresses.absolute(share_url(page.cover))
    return values
