"""What a reader may mean while still typing: titles, topics, people, branches.

Kept in the memory of each process and brought up to date from the vocabulary before each answer,
which costs one look at its newest number. What the index says somebody may see is narrowed here
by the asker's keywords, and asked of the database again by ``check``.
"""

import logging
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from search import pinyin, synonyms
from search.analysis import normalise
from search.engines.base import EngineUnavailable
from search.names import Names, Typed
from search.vocabulary import Entry, VocabularyReader

logger = logging.getLogger(__name__)

LIMIT = 8
# Of one kind beside titles: topics, people, branches.
PER_KIND = 3
# So many changed entries are looked through beside the arranged ones, then all is arranged anew.
MAX_LOOSE = 300


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``kind``: of the document, or ``topic``, ``person``, ``branch``. ``value``: its id or slug,
    empty for a person. ``key`` and ``url`` only where it is a document."""

    text: str
    kind: str
    value: str = ""
    # Of a topic or branch.
    pk: int = 0
    key: str = ""
    url: str = ""


@dataclass
class Arranged:
    """Entries with what is found among them, in the order of their dates."""

    entries: list[Entry] = field(default_factory=list)
    titles: Names = field(default_factory=lambda: Names([]))
    # Name -> the access keywords of the documents that bear it.
    people: dict[str, set[str]] = field(default_factory=dict)
    people_names: Names = field(default_factory=lambda: Names([]))
    people_rows: list[str] = field(default_factory=list)
    topics: dict[int, set[str]] = field(default_factory=dict)
    branches: dict[int, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: list[Entry]) -> "Arranged":
        entries = sorted(entries, key=lambda entry: (-entry.day, -entry.number))
        people: defaultdict[str, set[str]] = defaultdict(set)
        topics: defaultdict[int, set[str]] = defaultdict(set)
        branches: defaultdict[int, set[str]] = defaultdict(set)
        for entry in entries:
            for name in entry.people:
                people[name].add(entry.access)
            for pk in entry.topics:
                topics[pk].add(entry.access)
            for pk in entry.branches:
                branches[pk].add(entry.access)
        rows = [
            (name, normalise(name), " ".join(syllable for _char, syllable in way))
            for name in people
            for way in pinyin.of_name(normalise(name))
        ]
        return cls(
            entries,
            Names([(normalise(entry.title), entry.syllables) for entry in entries]),
            dict(people),
            Names([row[1:] for row in rows]),
            [row[0] for row in rows],
            dict(topics),
            dict(branches),
        )


class Suggester:
    """The vocabulary of one folder in memory; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Raises ``FileNotFoundError`` where there is no vocabulary."""
        self.folder = folder
        self.reader = VocabularyReader(folder)
        self._lock = threading.Lock()
        self._newest = self.reader.newest()
        self._arranged = Arranged.of(list(self.reader.entries()))
        self._known = {entry.key for entry in self._arranged.entries}
        # Changed since: they take the place of the arranged ones.
        self._changed: dict[str, Entry] = {}
        self._loose = Arranged()

    def suggest(
        self,
        typed: str,
        access: Collection[str],
        *,
        language: str = "",
        limit: int = LIMIT,
        titles: bool = True,
        check: Callable[[list[Entry]], set[str]] | None = None,
        holds: Callable[[Suggestion], bool] | None = None,
    ) -> list[Suggestion]:
        """The best ``limit`` for what ``typed`` may begin.

        ``access``: the keywords that the asker meets. ``language``: of the titles, all where
        empty. ``check``: of entries the keys that the asker may see after all. ``holds``: whether a
        topic, branch or person still leads the asker to something. ``titles``: false where only
        these are wanted.
        """
        asked = Typed.read(typed)
        if not asked:
            return []
        self._refresh()
        arranged, loose, changed = self._arranged, self._loose, self._changed
        found = [
            *self._topics(asked, access, (arranged, loose)),
            *self._branches(asked, access, (arranged, loose)),
            *self._people(asked, access, (arranged, loose)),
        ][: max(PER_KIND, limit // 2)]
        if holds:
            found = [suggestion for suggestion in found if holds(suggestion)]
        if not titles:
            return found[:limit]
        # More than are shown, because the database may close some.
        wanted = 2 * limit
        entries: dict[str, Entry] = {}
        for part, skip in ((loose, {}), (arranged, changed)):
            for entry in _titles(part, asked, access, language, skip):
                entries.setdefault(entry.key, entry)
                if len(entries) >= wanted:
                    break
        allowed = check(list(entries.values())) if check else entries.keys()
        shown = {suggestion.text for suggestion in found}
        for entry in entries.values():
            # The page of a topic has the topic's name: it is the better place to go to.
            if entry.key in allowed and entry.title in shown:
                found = [_at_page(one, entry) for one in found]
            elif entry.key in allowed:
                found.append(Suggestion(entry.title, entry.kind, key=entry.key, url=entry.url))
                shown.add(entry.title)
        return found[:limit]

    def _refresh(self) -> None:
        newest = self.reader.newest()
        if newest == self._newest:
            return
        with self._lock:
            if newest == self._newest:
                return
            changed = {**self._changed, **{e.key: e for e in self.reader.entries(self._newest)}}
            present = [entry for entry in changed.values() if not entry.gone]
            if len(changed) > MAX_LOOSE:
                kept = [entry for entry in self._arranged.entries if entry.key not in changed]
                self._arranged, changed, present = Arranged.of(kept + present), {}, []
            self._loose = Arranged.of(present)
            self._changed, self._newest = changed, newest

    def _people(
        self, asked: Typed, access: Collection[str], parts: tuple[Arranged, ...]
    ) -> Iterator[Suggestion]:
        names: dict[str, None] = {}
        for part in parts:
            for place, _fit in part.people_names.find(asked):
                name = part.people_rows[place]
                if not part.people[name].isdisjoint(access):
                    names[name] = None
                if len(names) >= PER_KIND:
                    break
        for name in list(names)[:PER_KIND]:
            yield Suggestion(name, "person")

    def _topics(
        self, asked: Typed, access: Collection[str], parts: tuple[Arranged, ...]
    ) -> list[Suggestion]:
        visible = lambda pk: any(not p.topics.get(pk, set()).isdisjoint(access) for p in parts)  # noqa: E731
        return _named(synonyms.topics(), asked, visible, "topic")

    def _branches(
        self, asked: Typed, access: Collection[str], parts: tuple[Arranged, ...]
    ) -> list[Suggestion]:
        visible = lambda pk: any(not p.branches.get(pk, set()).isdisjoint(access) for p in parts)  # noqa: E731
        return _named(synonyms.branches(), asked, visible, "branch")


def _named(
    vocabulary: "synonyms.Vocabulary", asked: Typed, visible: Callable[[int], bool], kind: str
) -> list[Suggestion]:
    """By any name or alias; shown is the name."""
    found: dict[int, Suggestion] = {}
    for place, _fit in sorted(vocabulary.names.find(asked), key=lambda row: row[1]):
        row = vocabulary.rows[place]
        if row.pk not in found and visible(row.pk):
            found[row.pk] = Suggestion(row.name, kind, row.slug, row.pk)
        if len(found) >= PER_KIND:
            break
    return list(found.values())


def _titles(
    part: Arranged, asked: Typed, access: Collection[str], language: str, skip: Collection[str]
) -> Iterator[Entry]:
    now = time.time()
    for place, _fit in part.titles.find(asked):
        entry = part.entries[place]
        if (
            entry.access in access
            and entry.key not in skip
            and (not language or not entry.locale or entry.locale == language)
            and (not entry.until or entry.until > now)
        ):
            yield entry


def _at_page(suggestion: Suggestion, entry: Entry) -> Suggestion:
    if suggestion.text != entry.title or suggestion.kind != entry.kind or suggestion.url:
        return suggestion
    return replace(suggestion, key=entry.key, url=entry.url)


_suggesters: dict[Path, Suggester] = {}
_opening = threading.Lock()


def suggester_for(folder: Path | None) -> Suggester | None:
    """The process's suggester of the index in ``folder``; None while there is none yet."""
    if folder is None:
        return None
    known = _suggesters.get(folder)
    if known is not None:
        return known
    with _opening:
        if folder not in _suggesters:
            try:
                made = Suggester(folder)
            except (FileNotFoundError, sqlite3.Error, EngineUnavailable) as problem:
                # Titles come back with the next rebuild; the search itself needs none of this.
                logger.warning("No suggestions from %s: %r", folder, problem)
                return None
            # A rebuild has put another index in the place of the old one. Somebody may be reading
            # that still; its file is closed when the last one lets go of it.
            _suggesters.clear()
            _suggesters[folder] = made
        return _suggesters[folder]


def warm_up(folder: Callable[[], Path | None]) -> threading.Thread:
    """Read the vocabulary in a thread, so that the first who types need not wait for it: 50,000
    titles take some seconds."""
    reading = threading.Thread(target=_warm_up, args=(folder,), name="search.warm_up", daemon=True)
    reading.start()
    return reading


def _warm_up(folder: Callable[[], Path | None]) -> None:
    try:
        suggester_for(folder())
    except EngineUnavailable as problem:
        logger.warning("No suggestions: %s", problem)
