"""What search is told of a body and of an article.

Read from the stored values: making blocks of them takes four times as long, and a rebuild reads
every page of the site.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assets.models import Media
from search.documents import Passage
from search.registry import Content

if TYPE_CHECKING:
    from articles.models import ArticlePage

# 字; a page of print, and what nobody reads standing.
SHORT, LONG = 800, 3000
# Seconds.
SHORT_RECORDING, LONG_RECORDING = 360, 1800
LINKED_FILE = re.compile(r'<a[^>]*\blinktype="document"[^>]*>')
ID = re.compile(r'\bid="(\d+)"')


@dataclass(slots=True)
class BodyFacts:
    """``media``: video, audio, pictures; ``documents``: ids of files."""

    passages: list[Passage] = field(default_factory=list)
    media: set[str] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    recordings: list[int] = field(default_factory=list)


def read_body(body: Any) -> BodyFacts:
    """The facts of a stored body; a block of a type that is gone is passed over."""
    facts = BodyFacts()
    for raw in body.raw_data:
        block = body.stream_block.child_blocks.get(raw["type"])
        if block is None:
            continue
        value = raw["value"]
        if hasattr(block, "passages_of"):
            facts.passages += block.passages_of(value, str(raw.get("id") or ""))
        if hasattr(block, "document_ids"):
            facts.documents.update(block.document_ids(value))
        if hasattr(block, "media_ids"):
            facts.recordings += block.media_ids(value)
            facts.media.add(raw["type"])
        if hasattr(block, "image_ids"):
            facts.media.add("pictures")
        facts.documents.update(linked_files(str(value)))
    if facts.documents:
        facts.media.add("document")
    return facts


def linked_files(source: str) -> Iterator[int]:
    """Ids of the files that a stored rich text links to."""
    if 'linktype="document"' in source:
        for tag in LINKED_FILE.findall(source):
            if found := ID.search(tag):
                yield int(found.group(1))


def article_content(page: "ArticlePage") -> Content:
    """What all article types tell; a type with more of its own adds to it."""
    facts = read_body(page.body)
    return Content(
        passages=[*facts.passages, *spoken_in(Media.objects.filter(pk__in=facts.recordings))]
        if facts.recordings
        else facts.passages,
        summary=page.summary,
        extra=[page.source.name if page.source else "", page.manuscript_number],
        people=[page.author],
        date=page.date,
        length=length_of(page.word_count, SHORT, LONG),
        words=page.word_count,
        media=facts.media,
        branch_id=page.branch_id,
        cover=page.cover,
        documents=facts.documents,
    )


def spoken_in(recordings: Iterable[Media]) -> Iterator[Passage]:
    """What is said in recordings that stand in a body, where no second can be opened."""
    for media in recordings:
        for cue in media.cues:
            yield Passage(cue.text)


def cues_of(media: Media | None) -> list[Passage]:
    """Chapters and lines of a page's own recording, each with its second."""
    if media is None:
        return []
    return [Passage(cue.text, second=cue.start) for cue in (*media.chapters, *media.cues)]


def length_of(amount: float, short: float, long: float) -> str:
    """The bucket of a length; empty for one that is not known."""
    if not amount:
        return ""
    return "short" if amount <= short else "medium" if amount <= long else "long"
