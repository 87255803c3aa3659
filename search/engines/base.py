"""What an engine is asked and what it answers, whichever engine it is."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

from search.documents import SearchDocument

# A term and how much it counts: 1 for a word that was typed, less for one that stands in for it.
Term = tuple[str, float]

# BM25 is summed over the fields with these weights; measured, and flat between 1 and 2.
FIELD_WEIGHTS = {"w": 1.0, "b": 1.0, "u": 1.5}
# A character that so many of the documents contain says nothing; in a small index all speak.
COMMON_SHARE = 0.22
COMMON_FROM = 1000
# A re-scorer sees this many of the first hits.
RESCORED = 100
# Nobody reads further; the page says to narrow the search.
DEEPEST = 500
# What one request may cost an engine, in milliseconds.
TIME_LIMIT_MS = 300

# What can be filtered and counted. ``year`` is taken from the date.
FACETS = ("kind", "topic", "year", "branch", "length", "media", "locale")


def only_characters(words: Iterable[str], bigrams: Sequence[object]) -> bool:
    """Whether terms of ``w`` and ``b`` are single characters and no more."""
    return not bigrams and all(len(word) == 1 for word in words)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to say a part of the question, with the terms it would be found by.

    With ``phrase`` (terms of ``u`` in order) it counts only where these stand together.
    ``boost`` is at most 1.
    """

    w: tuple[str, ...] = ()
    b: tuple[str, ...] = ()
    u: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    boost: float = 1.0

    @property
    def is_of_characters(self) -> bool:
        """Whether nothing longer than one character is asked for."""
        return only_characters(self.w, self.b)


@dataclass(frozen=True, slots=True)
class Plan:
    """A question to an engine.

    ``w``, ``b``, ``u``: any may match, scores are summed. ``groups``: of each group's
    alternatives (what was typed being one of them, and not in ``w``, ``b``, ``u`` again) the best
    counts. A document is found by a term of ``w`` or ``b``, by a group or by a phrase; one of
    ``u`` adds to its score, and finds on its own only where nothing longer is asked. A plan that
    asks for no word finds everything.

    ``phrases``: each must occur; ``excluded``: none may. Both are terms of ``u`` in order.
    ``filters``: field -> values of which one must hold; the fields of ``FACETS``, ``key`` and
    ``story``.
    ``access``: the requirement sets (``search.access.canonical``) that the asker meets; ``None``
    leaves access aside, for the office's index only. ``facets``: fields to count. Each count
    leaves the filter of its own field aside, so that other choices keep their numbers.
    ``hidden`` (keys) and ``hidden_under`` (page ids): changed a moment ago in a way that may have
    closed them, and not taken in by this engine yet; neither found nor counted.
    ``fold``: of documents with the same ``story`` only the first is shown.
    """

    w: tuple[Term, ...] = ()
    b: tuple[Term, ...] = ()
    u: tuple[Term, ...] = ()
    groups: tuple[tuple[Alternative, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    access: tuple[str, ...] | None = ()
    hidden: tuple[str, ...] = ()
    hidden_under: tuple[int, ...] = ()
    order: Literal["relevance", "date"] = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()
    fold: bool = True
    # Gets the first ``RESCORED`` hits and gives them back in the order in which to show them.
    rescore: "Callable[[Sequence[Hit]], Sequence[Hit]] | None" = None
    # Nothing whose time is up at this moment is found; ``None`` means now.
    now: datetime.datetime | None = None

    @property
    def has_words(self) -> bool:
        return bool(self.w or self.b or self.u or self.groups or self.phrases)

    @property
    def is_of_characters(self) -> bool:
        """Whether nothing longer than one character is asked for. The dictionary knows 河 as a
        word, but most texts hold it inside others."""
        return not self.groups and only_characters((term for term, _boost in self.w), self.b)


@dataclass(frozen=True, slots=True)
class Hit:
    """``document`` is as the engine stored it. ``folded``: copies of it that are not shown."""

    key: str
    score: float
    document: SearchDocument
    folded: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """``total`` counts what was found, copies included; ``facets``: field -> value -> count.

    ``shown``: how many there are to turn to where copies are folded, if that is known.
    """

    hits: tuple[Hit, ...]
    total: int
    shown: int | None = None
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    engine: str = ""
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Health:
    """``problem`` is empty where the engine answers; then the figures are valid.

    ``unbuilt``: a rebuild would help, for there is no index or none that can be read; or, without
    a ``problem``, what suggestions are made from is missing.
    """

    engine: str
    documents: int = 0
    # The last outbox row that it has taken in.
    position: int = 0
    size_bytes: int = 0
    problem: str = ""
    unbuilt: bool = False


class EngineUnavailable(Exception):
    """The engine can't answer now: refused, too slow, broken, not built yet.

    Raised by every method, whatever the library underneath raises; the words say what is wrong.
    """


class Rebuild(Protocol):
    """A new index beside the old one."""

    def add(self, documents: Iterable[SearchDocument]) -> None: ...

    def finish(self, position: int) -> None:
        """Let it answer from now on; it holds all changes up to outbox row ``position``."""


class Engine(Protocol):
    """One index of one engine. ``scope``: ``site`` for readers, ``office`` for the admin.

    Every method raises ``EngineUnavailable`` and nothing else for a fault of the engine.
    """

    name: str
    scope: str

    def search(self, plan: Plan) -> Answer: ...

    def keys_found(self, plan: Plan, limit: int) -> list[str]:
        """Keys only, best first: cheap for many. Neither folded nor re-scored."""

    def df(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        """How many documents hold each term of ``w``, ``b`` or ``u``."""

    def count(self) -> int: ...

    def write(
        self, documents: Iterable[SearchDocument], gone: Iterable[tuple[str, int]] = ()
    ) -> None:
        """Take in states and removals (key, version). Found when it returns, or soon after.

        Idempotent; a state older than the one the engine has for a key changes nothing.
        """

    def position(self) -> int:
        """The outbox row up to which all is taken in, kept in the engine; 0 in an empty one."""

    def set_position(self, outbox_id: int) -> None:
        """Raises ``EngineUnavailable`` where another index took over since ``position``: that one
        has a position of its own."""

    def rebuild(self) -> AbstractContextManager[Rebuild]:
        """Left without ``finish``, or by an exception, it leaves the old index as it was."""

    def keys(self) -> Iterator[tuple[str, int]]:
        """Every key with its version, for ``search_check``."""

    def health(self) -> Health:
        """Never raises."""
