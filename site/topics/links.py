"""Where readers find a topic."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import get_language

from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page

from core.visibility import restricted_paths

if TYPE_CHECKING:
    from topics.models import Topic


def with_urls(
    topics: "QuerySet[Topic] | Iterable[Topic]",
    request: HttpRequest | None = None,
    language: str | None = None,
) -> list["Topic"]:
    """``topics`` with their ``url`` looked up: a queryset's together with it, in one query.

    A topic's address is that of its own live page, else the topic index asked for it; in
    ``language`` (a code, the active one if not given), else in the source language. Empty where
    the site has none of these. ``request``: saves the queries for where the site's root stands.
    """
    given = None if isinstance(topics, QuerySet) else list(topics)
    if given is not None and not given:
        return given
    codes = list(dict.fromkeys((language or _active_language(), settings.LANGUAGE_CODE)))
    found = _located(_model("Topic").objects.all() if given else topics, codes)
    if given is None:
        return [_addressed(topic, topic, codes, request) for topic in found]
    located = found.in_bulk([topic.pk for topic in given])
    return [_addressed(topic, located[topic.pk], codes, request) for topic in given]


def _active_language() -> str:
    try:
        return get_supported_content_language_variant(get_language() or settings.LANGUAGE_CODE)
    except LookupError:
        return settings.LANGUAGE_CODE


def _located(topics: Any, codes: list[str]) -> Any:
    """The topics with the tree addresses of their own page and of the index, by language."""
    private = restricted_paths()
    for place, code in enumerate(codes):
        # The oldest page of a topic is its page; a copy does not take over.
        own = _pages("TopicPage", code, private).filter(topic=OuterRef("pk"))
        index = _pages("TopicIndexPage", code, private)
        topics = topics.annotate(
            **{
                f"own_page_{place}": Subquery(own.values("url_path")[:1]),
                f"index_page_{place}": Subquery(index.values("url_path")[:1]),
            }
        )
    return topics


def _pages(model: str, code: str, private: list[str]) -> Any:
    pages = _model(model).objects.filter(live=True, locale__language_code=code)
    for path in private:
        pages = pages.exclude(path__startswith=path)
    return pages.order_by("pk")


def _model(name: str) -> Any:
    return apps.get_model("topics", name)


def _addressed(
    topic: "Topic", located: Any, codes: list[str], request: HttpRequest | None
) -> "Topic":
    topic.url = ""
    for place in range(len(codes)):
        own, index = (getattr(located, f"{kind}_page_{place}") for kind in ("own", "index"))
        if own or index:
            address = Page(url_path=own or index).get_url(request) or ""
            topic.url = address if own or not address else f"{address}?topic={topic.slug}"
            break
    return topic


def with_rest(address: str, request: HttpRequest) -> str:
    """``address`` with what the request asks for beside a topic."""
    rest = request.GET.copy()
    rest.pop("topic", None)
    if not rest:
        return address
    return f"{address}{'&' if '?' in address else '?'}{rest.urlencode()}"
