"""What an index has and what it should have."""

from dataclasses import dataclass, field, replace

from search import outbox
from search.documents import SearchDocument
from search.engines.base import Engine, Plan
from search.following import build
from search.rebuilding import Extent


@dataclass
class Difference:
    """Keys, by what is wrong with them.

    ``missing``: to be found and not there; ``extra``: there and not to be found (the serious
    kind); ``other``: there in another state than the database's.
    """

    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        return [*self.missing, *self.extra, *self.other]


def compare(engine: Engine) -> Difference:
    """Every document of the index against the database.

    What waits in the outbox is left out: it is known to differ. Raises ``EngineUnavailable``.
    """
    waiting = {change.key for change in outbox.changes_after(engine.position(), limit=100_000)}
    stored = set(dict(engine.keys()))
    difference = Difference()
    for keys in Extent.of(engine.scope).batches(0):
        wanted = {
            document.key: document
            for built in build(engine.scope, keys, with_files=False)
            for document in built.documents
        }
        kept = _stored(engine, [key for key in wanted if key in stored])
        for key, document in wanted.items():
            if key in waiting:
                continue
            if key not in kept:
                difference.missing.append(key)
            elif _essence(kept[key]) != _essence(document):
                difference.other.append(key)
        stored -= wanted.keys()
    difference.extra = sorted(stored - waiting)
    return difference


def _stored(engine: Engine, keys: list[str]) -> dict[str, SearchDocument]:
    if not keys:
        return {}
    found = engine.search(
        Plan(filters={"key": tuple(keys)}, access=None, limit=len(keys), fold=False)
    )
    return {hit.key: hit.document for hit in found.hits}


def _essence(document: SearchDocument) -> SearchDocument:
    """Without what differs from one writing to the next, and what is not kept."""
    # The picture, not the address: that is another one as soon as the small picture was made.
    picture = document.thumbnail.rpartition("/")[2].partition(".")[0]
    return replace(document, version=0, extra="", terms=None, thumbnail=picture)
