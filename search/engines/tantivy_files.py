"""Tantivy's files: read with one kind of error, and proved to be readable."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Query

from search.documents import SearchDocument
from search.engines import payload
from search.engines.base import EngineUnavailable


@contextmanager
def faults() -> Iterator[None]:
    """Whatever tantivy raises, as the one error that the door knows."""
    try:
        yield
    except EngineUnavailable:
        raise
    except (ValueError, OSError, RuntimeError, sqlite3.Error) as error:
        raise EngineUnavailable(f"{type(error).__name__}: {error}") from error
    except BaseException as error:
        # A panic inside tantivy (a damaged file, say) is no Exception.
        if type(error).__name__ == "PanicException":
            raise EngineUnavailable(f"tantivy panicked: {error}") from error
        raise


def stamp(folder: Path) -> tuple[int, int, int]:
    found = os.stat(folder / "meta.json")
    return found.st_mtime_ns, found.st_size, found.st_ino


def stored(searcher: Any, address: Any) -> SearchDocument:
    try:
        return payload.from_bytes(bytes(searcher.doc(address).get_first("payload")))
    except (KeyError, TypeError) as error:
        raise EngineUnavailable(f"a stored document can't be read: {error!r}") from error


def prove(folder: Path) -> None:
    """Read the files as a process that starts would: who has them open may hold what they once
    were. Raises what tantivy raises."""
    searcher = tantivy.Index.open(str(folder)).searcher()
    for _score, address in searcher.search(Query.all_query(), 1, count=False).hits:
        stored(searcher, address)
