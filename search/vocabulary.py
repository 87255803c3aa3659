"""Titles, names and words of the index, for suggestions and did-you-mean.

One SQLite file in the folder of the embedded index: written by the process that writes the index,
read by all; a rebuild makes a new one with the new index. It is no second index: what it says
somebody may find is asked of the engine or the database again.
"""

import json
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from search import pinyin
from search.access import canonical
from search.analysis import Terms, normalise
from search.documents import SearchDocument
from search.engines.base import EngineUnavailable

NAME = "vocabulary.sqlite3"
# How long a reader waits for the writer, and the other way round (seconds).
PATIENCE = 5.0
_WORD = re.compile("[\u4e00-\u9fff]{2,8}|[a-z][a-z0-9]{2,30}")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    key TEXT PRIMARY KEY, version INTEGER NOT NULL, number INTEGER NOT NULL, gone INTEGER NOT NULL,
    kind TEXT NOT NULL, locale TEXT NOT NULL, title TEXT NOT NULL, syllables TEXT NOT NULL,
    host INTEGER NOT NULL, url TEXT NOT NULL, access TEXT NOT NULL, day INTEGER NOT NULL, until INTEGER NOT NULL,
    people TEXT NOT NULL, topics TEXT NOT NULL, branches TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS entry_number ON entry (number);
CREATE TABLE IF NOT EXISTS word (
    word TEXT PRIMARY KEY, count INTEGER NOT NULL, pinyin TEXT NOT NULL, sound TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS word_pinyin ON word (pinyin, count);
CREATE INDEX IF NOT EXISTS word_sound ON word (sound, count);
"""

_TAKE_IN = """
INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
    version = excluded.version, number = excluded.number, gone = excluded.gone,
    kind = excluded.kind, locale = excluded.locale, title = excluded.title,
    syllables = excluded.syllables, host = excluded.host, url = excluded.url, access = excluded.access,
    day = excluded.day, until = excluded.until, people = excluded.people,
    topics = excluded.topics, branches = excluded.branches
WHERE excluded.version >= version
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What suggestions know of a document. ``until``: seconds since the epoch, 0 for never."""

    number: int
    key: str
    gone: bool
    kind: str
    locale: str
    title: str
    # Of the normalised title, space-separated.
    syllables: str
    # The page that it is or that offers it, by id.
    host: int
    url: str
    access: str
    day: int
    until: int
    people: tuple[str, ...]
    topics: tuple[int, ...]
    branches: tuple[int, ...]


class VocabularyWriter:
    """Takes in what the index takes in. Of one thread; nothing stands before ``commit``."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / NAME, timeout=PATIENCE)
        # Readers go on reading while this writes.
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(_SCHEMA)
        self._words: Counter[str] = Counter()
        row = self._connection.execute("SELECT max(number) FROM entry").fetchone()
        self._number = row[0] or 0

    def __enter__(self) -> "VocabularyWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if kind is None:
            self.commit()
        self.close()

    def put(self, document: SearchDocument, terms: Terms) -> None:
        """Take in the state of a document; ``terms`` are those it is indexed by."""
        title = normalise(document.title)
        self._words.update(filter(_WORD.fullmatch, set(terms.w.split())))
        until = document.live_until
        self._write(
            document.key,
            document.version,
            0,
            document.kind,
            document.locale,
            document.title,
            " ".join(syllable for _char, syllable in pinyin.tokens(title)),
            document.under[0] if document.under else 0,
            document.url,
            canonical(document.access),
            document.date.toordinal() if document.date else 0,
            int(until.timestamp()) if until else 0,
            json.dumps(document.people, ensure_ascii=False),
            json.dumps(document.topics),
            json.dumps(document.branches),
        )

    def drop(self, key: str, version: int) -> None:
        """Forget a document. Its words stay: that somebody may find them is asked anyway."""
        self._write(key, version, 1, "", "", "", "", 0, "", "", 0, 0, "[]", "[]", "[]")

    def commit(self) -> None:
        rows = ((word, count, *_sounds(word)) for word, count in self._words.items())
        self._connection.executemany(
            "INSERT INTO word VALUES (?, ?, ?, ?)"
            " ON CONFLICT (word) DO UPDATE SET count = count + excluded.count",
            rows,
        )
        self._words.clear()
        self._connection.commit()

    def close(self) -> None:
        """What was not committed is forgotten."""
        self._connection.close()

    def _write(self, key: str, version: int, *values: object) -> None:
        self._number += 1
        self._connection.execute(_TAKE_IN, (key, version, self._number, *values))


def _sounds(word: str) -> tuple[str, str]:
    if word.isascii():
        return "", ""
    sound = pinyin.joined(word)
    return sound, pinyin.sounds_like(sound)


def has_vocabulary(folder: Path) -> bool:
    """Whether there is one in ``folder`` that can be read."""
    try:
        with closing(VocabularyReader(folder)) as reader:
            reader.newest()
    except (FileNotFoundError, sqlite3.Error, EngineUnavailable):
        return False
    return True


class VocabularyReader:
    """Reads one file; safe to share between threads. Methods raise ``EngineUnavailable``."""

    def __init__(self, folder: Path) -> None:
        """Raises ``FileNotFoundError`` where nothing was written yet."""
        self.folder = folder
        path = folder / NAME
        if not path.exists():
            raise FileNotFoundError(path)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            f"file:{path}?mode=ro", uri=True, timeout=PATIENCE, check_same_thread=False
        )

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def newest(self) -> int:
        """The number of the last entry written."""
        return int(self._rows("SELECT coalesce(max(number), 0) FROM entry")[0][0])

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Entries written after number ``after``, those that are gone too, if ``after`` is not 0."""
        rows = self._rows(
            "SELECT number, key, gone, kind, locale, title, syllables, host, url, access, day,"
            " until, people, topics, branches FROM entry WHERE number > ? AND (NOT gone OR number > ?)",
            after,
            after or self.newest(),
        )
        for row in rows:
            lists = (tuple(json.loads(text)) if text != "[]" else () for text in row[12:])
            yield Entry(row[0], row[1], bool(row[2]), *row[3:12], *lists)

    def by_pinyin(self, sound: str, limit: int = 8) -> list[str]:
        """Words that are typed ``sound``, the most frequent first."""
        question = "SELECT word FROM word WHERE pinyin = ? ORDER BY count DESC LIMIT ?"
        return [word for (word,) in self._rows(question, sound, limit)] if sound else []

    def by_sound(self, sound: str, limit: int = 8) -> list[str]:
        """Words that sound like ``sound`` (``pinyin.sounds_like``), the most frequent first."""
        question = "SELECT word FROM word WHERE sound = ? ORDER BY count DESC LIMIT ?"
        return [word for (word,) in self._rows(question, sound, limit)] if sound else []

    def beginning(self, start: str, shortest: int, longest: int, limit: int = 200) -> list[str]:
        """Words that begin with ``start``, of a length between both."""
        return [
            word
            for (word,) in self._rows(
                "SELECT word FROM word WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?"
                " ORDER BY count DESC LIMIT ?",
                start,
                start + "\U0010ffff",
                shortest,
                longest,
                limit,
            )
        ]

    def counts(self, words: list[str]) -> dict[str, int]:
        """How many documents each word was seen in; words never seen are missing."""
        question = "SELECT word, count FROM word WHERE word = ?"
        return dict(row for word in words for row in self._rows(question, word))

    def _rows(self, question: str, *values: object) -> list[tuple]:
        try:
            with self._lock, closing(self._connection.execute(question, values)) as cursor:
                return cursor.fetchall()
        except sqlite3.Error as error:
            raise EngineUnavailable(f"{type(error).__name__}: {error}") from error
