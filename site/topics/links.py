"""Where readers find a topic."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import get_language

from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page

from core.visibility import open_to_all

if TYPE_CHECKING:
    from topics.models import Topic


def with_urls(
    topics: Iterable["Topic"], request: HttpRequest | None = None, language: str | None = None
) -> list["Topic"]:
    """``topics`` with their ``url`` looked up, one query for all.

    A topic's address is that of its own live page, else the topic index asked for it; in
    ``language`` (a code, the active one if not given), else in the source language. Empty where
    the site has none of these. ``request``: saves the queries for where the site's root stands.
    """
    topics = list(topics)
    wanted = language or _active_language()
    pages = _candidates(topics, {wanted, settings.LANGUAGE_CODE}) if topics else []
    indexes = {page.language: page for page in pages if page.topic_id is None}
    own = {(page.language, page.topic_id): page for page in pages}
    for topic in topics:
        topic.url = next(
            (
                _address(page, topic, request)
                for code in (wanted, settings.LANGUAGE_CODE)
                if (page := own.get((code, topic.pk)) or indexes.get(code))
            ),
            "",
        )
    return topics


def _active_language() -> str:
    try:
        return get_supported_content_language_variant(get_language() or settings.LANGUAGE_CODE)
    except LookupError:
        return settings.LANGUAGE_CODE


def _candidates(topics: list["Topic"], languages: set[str]) -> list[Page]:
    return list(
        open_to_all(Page.objects.filter(live=True, locale__language_code__in=languages))
        .filter(Q(topicpage__topic__in=topics) | Q(topicindexpage__isnull=False))
        .annotate(topic_id=F("topicpage__topic_id"), language=F("locale__language_code"))
        # The oldest page of a topic is its page; a copy does not take over.
        .order_by("-pk")
    )


def _address(page: Page, topic: "Topic", request: HttpRequest | None) -> str:
    address = page.get_url(request) or ""
    if page.topic_id is None and address:
        return f"{address}?topic={topic.slug}"
    return address
