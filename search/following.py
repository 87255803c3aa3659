"""Keeping an engine in step with the database: the outbox read on, change by change."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.apps import apps

from wagtail.models import Collection, Page

from search import dependents, office, outbox, synonyms
from search.building import Built, Surroundings, page_documents
from search.engines.base import Engine
from search.files import file_documents
from search.models import Change

Key = TypeVar("Key")

# Documents at a time: what is held in memory, and how long one write takes.
BATCH = 200


@dataclass
class Keys:
    """What to look at, each with the number of the last change that concerns it."""

    pages: dict[int, int] = field(default_factory=dict)
    files: dict[int, int] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)

    def add(self, change: Change, scope: str) -> None:
        """Everything that shows what changed, as the database has it now."""
        kind, pk = outbox.split_key(change.key)
        number = change.number or 0
        if kind == outbox.PAGE:
            self._add_page(int(pk), number, tree=change.tree)
        elif kind == outbox.DOCUMENT:
            self.files[int(pk)] = number
        elif kind == Collection._meta.label_lower:
            self._add_files(dependents.files_in(int(pk)), number)
        else:
            model: Any = apps.get_model(kind)
            if scope == "office" and office.is_record(model):
                self.records[change.key] = number
            self._add_pages(dependents.page_ids(model, pk), number)

    def _add_page(self, pk: int, number: int, *, tree: bool) -> None:
        ids = [pk]
        page = Page.objects.filter(pk=pk).first() if tree else None
        if page is not None:
            ids += page.get_descendants().order_by().values_list("pk", flat=True)
            self._add_files(dependents.documents_of(ids), number)
        self._add_pages(ids, number)

    def _add_pages(self, ids: Iterable[int], number: int) -> None:
        self.pages.update(dict.fromkeys(ids, number))

    def _add_files(self, ids: Iterable[int], number: int) -> None:
        self.files.update(dict.fromkeys(ids, number))


def take_in(engine: Engine, limit: int = outbox.BATCH) -> int:
    """Bring ``engine`` on by the next changes; gives how many there were.

    Breaking off anywhere harms nothing: the position moves last, and what is written twice is
    the same. Raises ``EngineUnavailable`` as the engine does.
    """
    changes = outbox.changes_after(engine.position(), limit)
    if not changes:
        return 0
    keys = Keys()
    for change in changes:
        keys.add(change, engine.scope)
    for built in build(engine.scope, keys):
        engine.write(built.documents, built.gone)
    engine.set_position(changes[-1].number or 0)
    return len(changes)


def build(scope: str, keys: Keys, *, with_files: bool = True) -> Iterable[Built]:
    """The documents of one scope for ``keys``, a batch at a time.

    ``with_files``: those of the files too that the pages offer, or offered until now.
    """
    # Questions are cut by the site's own words: a text cut without them would not be found by these.
    synonyms.learn()
    if scope == "office":
        for ids in _batches(keys.pages):
            yield office.page_records({pk: keys.pages[pk] for pk in ids})
        records = {outbox.document_key(pk): number for pk, number in keys.files.items()}
        records |= keys.records
        for names in _batches(records):
            yield office.records({name: records[name] for name in names})
        return
    around = Surroundings()
    files = dict(keys.files)
    for ids in _batches(keys.pages):
        built = page_documents({pk: keys.pages[pk] for pk in ids}, around)
        last = max(keys.pages[pk] for pk in ids)
        if with_files:
            files |= {pk: max(last, files.get(pk, 0)) for pk in built.files}
        yield built
    for ids in _batches(files):
        yield file_documents({pk: files[pk] for pk in ids}, around)


def _batches(keys: Iterable[Key], size: int = BATCH) -> Iterable[list[Key]]:
    waiting = list(keys)
    for start in range(0, len(waiting), size):
        yield waiting[start : start + size]
