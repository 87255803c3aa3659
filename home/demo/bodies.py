"""Texts as they are written down in ``content/`` into the raw value of a body.

A text is a paragraph; an object is the block that its first key names. ``WRITERS`` is the list of
all that can stand there.
"""

import json
import uuid
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from wagtail.models import Page

from articles.anchors import with_keys
from home.demo.library import Library
from home.demo.reading import NAMESPACE, Entry

Raw = dict[str, Any]


class BodyWriter:
    """Writes bodies; ``pages`` finds the pages that related links name by slug."""

    def __init__(self, library: Library, pages: dict[str, Page]) -> None:
        self.library, self.pages = library, pages
        self.writers: dict[str, Callable[[Entry], tuple[str, Any]]] = {
            "heading": self.heading,
            "list": self.bullets,
            "numbered": self.numbers,
            "picture": lambda entry: ("picture", self.picture(entry)),
            "gallery": self.gallery,
            "quotation": self.quotation,
            "callout": self.callout,
            "table": self.table,
            "timeline": self.timeline,
            "video": self.video,
            "audio": self.audio,
            "document": self.document,
            "embed": self.embed,
            "related": self.related,
        }

    def write(self, items: Iterable[str | Entry], seed: str) -> str:
        """The body as the field takes it; equal items and ``seed`` give equal block ids."""
        blocks: list[Raw] = []
        for number, (kind, value) in enumerate(self._merged(items)):
            ident = str(uuid.uuid5(NAMESPACE, f"{seed}/{number}"))
            if kind == "paragraph":
                value = with_keys(value)
            blocks.append({"type": kind, "value": value, "id": ident})
        return json.dumps(blocks, ensure_ascii=False)

    def _merged(self, items: Iterable[str | Entry]) -> list[tuple[str, Any]]:
        """Neighbouring paragraphs and lists share a block, as when a person types them."""
        merged: list[tuple[str, Any]] = []
        for item in items:
            kind, value = self._block(item)
            if kind == "paragraph" and merged and merged[-1][0] == "paragraph":
                merged[-1] = (kind, merged[-1][1] + value)
            else:
                merged.append((kind, value))
        return merged

    def _block(self, item: str | Entry) -> tuple[str, Any]:
        if isinstance(item, str):
            return "paragraph", _paragraph(item)
        return self.writers[next(iter(item))](item)

    def heading(self, entry: Entry) -> tuple[str, Any]:
        return "heading", {"text": entry["heading"], "level": entry.get("level", "2")}

    def bullets(self, entry: Entry) -> tuple[str, Any]:
        return "paragraph", _list("ul", entry["list"])

    def numbers(self, entry: Entry) -> tuple[str, Any]:
        return "paragraph", _list("ol", entry["numbered"])

    def picture(self, entry: Entry) -> Raw:
        image = self.library.images[entry["picture"]]
        return {"image": image.pk, "alt": entry.get("alt", ""), "caption": entry["caption"]}

    def gallery(self, entry: Entry) -> tuple[str, Any]:
        pictures = [
            self.picture({"picture": name, "caption": caption})
            for name, caption in entry["pictures"]
        ]
        return "gallery", {"title": entry["gallery"], "pictures": pictures}

    def quotation(self, entry: Entry) -> tuple[str, Any]:
        return "quotation", {"text": entry["quotation"], "source": entry["source"]}

    def callout(self, entry: Entry) -> tuple[str, Any]:
        text = with_keys(_paragraph(entry["text"]))
        return "callout", {"title": entry["callout"], "text": text}

    def table(self, entry: Entry) -> tuple[str, Any]:
        kinds = entry.get("types") or ["text"] * len(entry["columns"])
        columns = [
            {"type": kind, "heading": heading}
            for kind, heading in zip(kinds, entry["columns"], strict=True)
        ]
        rows = [{"values": row} for row in entry["rows"]]
        return "table", {"caption": entry["table"], "columns": columns, "rows": rows}

    def timeline(self, entry: Entry) -> tuple[str, Any]:
        return "timeline", {"entries": entry["timeline"]}

    def video(self, entry: Entry) -> tuple[str, Any]:
        return "video", self._player(entry["video"], entry)

    def audio(self, entry: Entry) -> tuple[str, Any]:
        return "audio", self._player(entry["audio"], entry)

    def _player(self, key: str, entry: Entry) -> Raw:
        return {"media": self.library.media[key].pk, "caption": entry["caption"]}

    def document(self, entry: Entry) -> tuple[str, Any]:
        file = self.library.documents[entry["document"]]
        return "document", {"document": file.pk, "title": entry["title"]}

    def embed(self, entry: Entry) -> tuple[str, Any]:
        return "embed", {"url": entry["embed"], "title": entry["title"]}

    def related(self, entry: Entry) -> tuple[str, Any]:
        pages = [self.pages[slug].pk for slug in entry["related"]]
        return "related_pages", {"title": "相关阅读", "pages": pages}


def _paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>"


def _list(tag: str, items: Iterable[str]) -> str:
    lines = "".join(f"<li>{escape(item, quote=False)}</li>" for item in items)
    return f"<{tag}>{lines}</{tag}>"
