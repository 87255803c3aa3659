"""What both engines index: one flat record of a page, a file, or whatever else can be found."""

import datetime
from dataclasses import dataclass, field, replace

from search.analysis import Terms, index_terms


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that a result can point at.

    ``anchor``: the element's id in the page (``p-k3x9m2``). ``second``: where in a recording the
    words are spoken. At most one of the two is given.
    """

    text: str
    anchor: str = ""
    second: float | None = None


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """Everything an engine keeps of one thing that can be found.

    ``key`` names it: ``page:12``, ``document:3``; in the office's index ``assets.image:7``.
    ``version`` is the id of the outbox row that caused this state: an older state never replaces
    a newer one. ``extra`` is found but never shown: author, source, topics and their aliases,
    branch. ``access`` is what the reader needs (``search.access``). ``story`` is the same for
    copies of one text, and empty where nothing is to be folded.
    """

    key: str
    version: int
    kind: str
    locale: str
    title: str
    extra: str = ""
    # Names of persons, each one entry: author, speaker. They are part of ``extra`` too.
    people: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    summary: str = ""
    date: datetime.date | None = None
    topics: tuple[int, ...] = ()
    # The page itself and all above it, by id: what a private page closes.
    under: tuple[int, ...] = ()
    # The branch and those above it.
    branches: tuple[int, ...] = ()
    # short, medium or long; empty where length says nothing.
    length: str = ""
    # How long it is: 字 of a text, seconds of a recording; 0 where nobody knows.
    words: int = 0
    seconds: int = 0
    # video, audio, pictures, document
    media: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    url: str = ""
    thumbnail: str = ""
    story: str = ""
    # From then on nobody may find it, whether or not somebody took it down.
    live_until: datetime.datetime | None = None
    # Made beforehand by another process; ``terms_of`` makes them where they are missing.
    terms: Terms | None = field(default=None, compare=False, repr=False)

    @property
    def body(self) -> str:
        """All that is searched besides the title."""
        return "\n".join([self.summary, *(passage.text for passage in self.passages), self.extra])


def terms_of(document: SearchDocument) -> Terms:
    """The terms by which a document is found; making them is the costly part of indexing."""
    return document.terms or index_terms(document.title, document.body)


def with_terms(document: SearchDocument) -> SearchDocument:
    """The document with its terms at hand, for several that want them."""
    return document if document.terms else replace(document, terms=terms_of(document))
