"""A film with its parts and its words."""

from typing import Any

from assets.services.cues import Cue
from learning.models import VideoLecturePage
from sharing.cards import Card


def duration(seconds: float) -> str:
    """ISO 8601: 3725 is ``PT1H2M5S``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (rest, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")


def video_object(page: VideoLecturePage, card: Card) -> dict[str, Any]:
    media: Any = page.media
    published = card.published
    node: dict[str, Any] = {
        "@type": "VideoObject",
        "@id": f"{card.url}#video",
        "name": page.title,
        "description": card.description or page.title,
        "thumbnailUrl": [card.picture.url],
        "uploadDate": published.isoformat() if published else None,
        "contentUrl": card.video_url,
        "encodingFormat": media.mime_type or None,
        "duration": duration(media.duration_seconds) if media.duration else None,
        "contentSize": str(media.file_size) if media.file_size else None,
        "transcript": " ".join(cue.text for cue in media.cues) or None,
        "hasPart": [_clip(chapter, card) for chapter in media.chapters] or None,
    }
    return {name: value for name, value in node.items() if value is not None}


def _clip(chapter: Cue, card: Card) -> dict[str, Any]:
    return {
        "@type": "Clip",
        "name": chapter.text,
        "startOffset": chapter.seconds,
        "endOffset": max(int(chapter.end), chapter.seconds + 1),
        "url": f"{card.url}?t={chapter.seconds}",
    }
