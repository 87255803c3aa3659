"""Django's feeds with pictures, and podcasts."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

MEDIA = "http://search.yahoo.com/mrss/"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"


class _Steady:
    """Says the same as long as nothing changed: Django gives an empty feed the present time."""

    feed: dict[str, Any]
    items: list[dict[str, Any]]

    def latest_post_date(self) -> Any:
        if not self.items:
            return self.feed["began"]
        return super().latest_post_date()  # type: ignore[misc]


class _WithPictures:
    def root_attributes(self) -> dict[str, str]:
        attributes: dict[str, str] = super().root_attributes()  # type: ignore[misc]
        return {**attributes, "xmlns:media": MEDIA}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)  # type: ignore[misc]
        if item.get("thumbnail"):
            handler.addQuickElement("media:thumbnail", "", {"url": item["thumbnail"]})


class RssFeed(_Steady, _WithPictures, Rss201rev2Feed):
    """RSS 2.0."""


class AtomFeed(_Steady, _WithPictures, Atom1Feed):
    """Atom 1.0."""


class PodcastFeed(_Steady, Rss201rev2Feed):
    """RSS 2.0 with the elements of podcast programs, and Podcasting 2.0's for words and parts."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:itunes": ITUNES, "xmlns:podcast": PODCAST}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:author", self.feed["author"])
        handler.addQuickElement("itunes:summary", self.feed["description"])
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:image", "", {"href": self.feed["picture"]})
        handler.addQuickElement("itunes:category", "", {"text": "Education"})
        handler.addQuickElement("podcast:medium", "podcast")
        if self.feed["email"]:
            handler.startElement("itunes:owner", {})  # type: ignore[arg-type]
            handler.addQuickElement("itunes:name", self.feed["author"])
            handler.addQuickElement("itunes:email", self.feed["email"])
            handler.endElement("itunes:owner")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:summary", item["description"])
        if item["seconds"]:
            handler.addQuickElement("itunes:duration", str(item["seconds"]))
        if item["picture"]:
            handler.addQuickElement("itunes:image", "", {"href": item["picture"]})
        for name, file_type in (
            ("transcript", "text/vtt"),
            ("chapters", "application/json+chapters"),
        ):
            if item[name]:
                values = {"url": item[name], "type": file_type}
                handler.addQuickElement(f"podcast:{name}", "", values)
