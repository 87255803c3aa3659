"""Pictures, lectures and files in the libraries, in a collection of their own."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile

from wagtail.models import Collection

from accounts.models import User
from assets.models import Document, Image, Media
from assets.services.cues import closed, to_json
from assets.services.image_files import StoredImage
from home.demo.reading import MEDIA, Entry, read

COLLECTION = "示例内容"
CREDIT = "枫渡党建 绘"


@dataclass(frozen=True)
class Library:
    """What the texts refer to by key."""

    images: dict[str, Image]
    media: dict[str, Media]
    documents: dict[str, Document]


def ensure_library(user: User) -> Library:
    """All of ``media/``, uploaded by ``user`` where it is missing."""
    collection = Collection.objects.filter(name=COLLECTION).first()
    if collection is None:
        collection = Collection.get_first_root_node().add_child(name=COLLECTION)
    common = {"collection": collection, "uploaded_by_user": user}
    images = {image.title: image for image in Image.objects.filter(collection=collection)}
    media = {item.title: item for item in Media.objects.filter(collection=collection)}
    files = {file.title: file for file in Document.objects.filter(collection=collection)}
    entries = read("media")
    return Library(
        images={
            entry["key"]: images.get(entry["title"]) or _add_image(entry, common)
            for entry in read("images")
        },
        media={
            entry["key"]: media.get(entry["title"]) or _add_media(entry, common)
            for entry in entries["media"]
        },
        documents={
            entry["key"]: files.get(entry["title"]) or _add_document(entry, common)
            for entry in entries["documents"]
        },
    )


def _file(path: str) -> ContentFile:
    return ContentFile((MEDIA / path).read_bytes(), name=path.rsplit("/")[-1])


def _add_image(entry: Entry, common: dict[str, Any]) -> Image:
    # Our own clean files: decoding and encoding each again would take most of the seeding time.
    file = StoredImage((MEDIA / "images" / f"{entry['key']}.webp").read_bytes())
    file.name = f"{entry['key']}.webp"
    focus = dict(
        zip(
            ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
            entry.get("focal_point", ()),
            strict=False,
        )
    )
    values = {"description": entry["alt"], "credit": CREDIT, **focus, **common}
    return Image.objects.create(title=entry["title"], file=file, **values)


def _add_media(entry: Entry, common: dict[str, Any]) -> Media:
    item = Media(title=entry["title"], type=entry["type"], file=_file(entry["file"]), **common)
    if entry["type"] == "video":
        item.thumbnail, item.captions = _file(entry["poster"]), _file(entry["captions"])
    item.transcript = entry["transcript"]
    item.save()
    starts = [(mark["start"], mark["text"]) for mark in entry.get("chapters", [])]
    # A chapter ends where the next begins, the last with the file, whose length is known now.
    item.chapter_marks = to_json(closed(starts, item.duration_seconds))
    item.save()
    return item


def _add_document(entry: Entry, common: dict[str, Any]) -> Document:
    return Document.objects.create(title=entry["title"], file=_file(entry["file"]), **common)
