"""One function for each kind of page; a new kind is an ordinary page until it has its own."""

from functools import singledispatch
from typing import Any

from wagtail.models import Page

from articles.models import ArticleIndexPage, ArticlePage
from core.templatetags.language_tags import html_language
from discovery.structured.video import video_object
from home.models import HomePage
from learning.models import TheoryArticlePage, VideoLecturePage
from news.models import BranchPage, NewsPage
from sharing.cards import Card
from topics.models import TopicIndexPage, TopicPage

Node = dict[str, Any]
# Google cuts there; it takes no longer headline.
HEADLINE = 110


@singledispatch
def describe(page: Page, card: Card) -> list[Node]:
    """The nodes that say what ``page`` is; ``card`` knows addresses and pictures."""
    return [_web_page("WebPage", page, card)]


@describe.register(HomePage)
def _home(page: HomePage, card: Card) -> list[Node]:
    return []


@describe.register(ArticleIndexPage)
@describe.register(TopicIndexPage)
@describe.register(TopicPage)
def _list(page: Page, card: Card) -> list[Node]:
    return [_web_page("CollectionPage", page, card)]


@describe.register(ArticlePage)
@describe.register(TheoryArticlePage)
def _article(page: ArticlePage, card: Card) -> list[Node]:
    return [_written("Article", page, card)]


@describe.register(NewsPage)
def _news(page: NewsPage, card: Card) -> list[Node]:
    return [_written("NewsArticle", page, card)]


@describe.register(VideoLecturePage)
def _lecture(page: VideoLecturePage, card: Card) -> list[Node]:
    node = _written("Article", page, card)
    if not card.video:
        return [node]
    video = video_object(page, card)
    return [{**node, "video": {"@id": video["@id"]}}, video]


@describe.register(BranchPage)
def _branch(page: BranchPage, card: Card) -> list[Node]:
    node = _web_page("AboutPage", page, card)
    about: Node = {"@type": "Organization", "name": page.title, "url": card.url}
    if page.place:
        about["location"] = {"@type": "Place", "name": page.place}
    return [{**node, "about": about}]


def _web_page(kind: str, page: Page, card: Card) -> Node:
    node: Node = {
        "@type": kind,
        "@id": card.url,
        "url": card.url,
        "name": card.title,
        "inLanguage": html_language(page.locale.language_code),
        "isAccessibleForFree": True,
        "publisher": {"@id": f"{card.addresses.origin}/#organisation"},
    }
    if card.description:
        node["description"] = card.description
    if card.modified:
        node["dateModified"] = card.modified.isoformat()
    return node


def _written(kind: str, page: ArticlePage, card: Card) -> Node:
    node = _web_page(kind, page, card)
    del node["name"]
    published = card.published
    pictures = [card.picture.url, card.square.url] if page.cover else [card.picture.url]
    node |= {
        "@id": f"{card.url}#article",
        "headline": page.title[:HEADLINE],
        "mainEntityOfPage": card.url,
        "image": pictures,
        "datePublished": published.isoformat() if published else None,
        "author": _author(page, card),
        "articleSection": card.column or None,
        "keywords": card.topics or None,
        "wordCount": page.word_count or None,
        "isBasedOn": page.original_url or None,
        "editor": _person(page.responsible_editor),
        "correction": [
            {"@type": "CorrectionComment", "text": item.text, "datePublished": str(item.date)}
            for item in page.correction_list
        ]
        or None,
    }
    return {name: value for name, value in node.items() if value is not None}


def _person(name: str) -> Node | None:
    return {"@type": "Person", "name": name} if name else None


def _author(page: ArticlePage, card: Card) -> Node:
    """Who wrote it, else where it comes from, else whose site it is."""
    person = _person(page.author)
    if person:
        return person
    if card.source:
        node: Node = {"@type": "Organization", "name": card.source}
        address = getattr(page.source, "url", "")
        return {**node, "url": address} if address else node
    return {"@id": f"{card.addresses.origin}/#organisation"}
