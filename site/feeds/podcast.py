"""What can be heard: recordings of articles, and lectures.

A lecture has no sound file of its own: its film is the episode, which podcast programs play in the
background as well. Sound inside of a text is part of that text and no episode.
"""

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from wagtail.models import Page

from assets.models import Media
from assets.pictures import share_url, with_renditions
from core.addresses import Addresses
from core.answers import xml_text
from core.moments import is_over
from feeds.items import identity, moment
from topics.registry import all_types

NUMBER = 100
# The field of a page type that holds what is heard, the recording before the film.
FIELDS = ("narration", "media")


def recording(page: Any) -> Media | None:
    """What is played as the episode of ``page``."""
    found = (getattr(page, name, None) for name in FIELDS)
    return next((media for media in found if media is not None), None)


def _fields(model: type[Page]) -> list[str]:
    names = {field.name for field in model._meta.get_fields()}
    return [name for name in FIELDS if name in names]


def episodes(above: Page, number: int = NUMBER) -> list[Any]:
    """The newest pages at or below ``above`` that can be heard, newest first.

    Two queries for each type of page that can; no bodies.
    """
    found: list[Any] = []
    for kind in all_types():
        names = _fields(kind.model)
        if not names:
            continue
        heard = Q()
        for name in names:
            heard |= Q(**{f"{name}__isnull": False})
        pages = kind.model._default_manager.for_readers()
        pages = pages.filter(heard, path__startswith=above.path, alias_of=None)
        pages = pages.select_related(*names, "branch").defer("body").order_by("-date", "-pk")
        found += with_renditions(pages, "cover", "square")[:number]
    found = [page for page in found if not is_over(page)]
    return sorted(found, key=attrgetter("date", "pk"), reverse=True)[:number]


def described(pages: list[Any], request: HttpRequest, language: str) -> Iterator[dict[str, Any]]:
    """The episodes for the generator."""
    addresses = Addresses(request)
    for page in pages:
        media: Any = recording(page)
        address = addresses.of(page.url_path)
        yield {
            "title": xml_text(page.title),
            "link": address,
            "description": xml_text(page.summary),
            "pubdate": moment(page),
            "author_name": xml_text(getattr(page, "speaker", "") or page.author) or None,
            "unique_id": identity(page, language, "podcast"),
            "unique_id_is_permalink": False,
            "media": (
                addresses.absolute(media.url),
                str(media.file_size or 0),
                media.mime_type or "application/octet-stream",
            ),
            "seconds": round(media.duration_seconds),
            "picture": addresses.absolute(share_url(page.cover, "square")) if page.cover else "",
            "transcript": f"{address}transcript.vtt" if media.cues else "",
            "chapters": f"{address}chapters.json" if media.chapters else "",
        }
