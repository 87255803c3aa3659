"""Queries for models that every page asks: put into SQL once in a thread.

For Django, to make the SQL of a join of four tables takes several times as long as for the
database to answer it.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators

Found = TypeVar("Found", bound=Model)


class PreparedModels(Generic[Found]):
    """A queryset of whole models, with ``select_related`` and annotations, no ``prefetch_related``.

    ``make`` gives it. A value of ``holes`` that it was made with is replaced by what ``find`` is
    told under that name, as the database takes it.
    """

    def __init__(
        self, make: Callable[[], QuerySet[Found]], holes: Mapping[Any, str] | None = None
    ) -> None:
        self.make = make
        self.holes = dict(holes or {})
        # A compiler is of one connection, and a connection of one thread.
        self._kept = threading.local()

    def find(self, **values: Any) -> list[Found]:
        """Asks the database anew each time. Every caller gets objects of its own."""
        kept = getattr(self._kept, "compiled", None)
        if kept is None:
            kept = self._kept.compiled = _Compiled(self.make())
        filled = [values[self.holes[p]] if p in self.holes else p for p in kept.params]
        with kept.compiler.connection.cursor() as cursor:
            cursor.execute(kept.sql, filled)
            rows = cursor.fetchall()
        if rows != kept.rows:
            kept.rows = rows
            kept.models = [kept.model_of(row) for row in kept.converted(rows)]
        return [copy_of(found) for found in kept.models]


def copy_of(found: Found, copies: dict[int, Any] | None = None) -> Found:
    """The same as it came from the database, and what came with it (``copies``: so far, by id).

    To make an object of a row takes ten times as long.
    """
    copies = {} if copies is None else copies
    if id(found) in copies:
        known: Found = copies[id(found)]
        return known
    copied = copies[id(found)] = found.__class__.__new__(found.__class__)
    copied.__dict__.update(found.__dict__)
    copied._state = ModelState()
    copied._state.db, copied._state.adding = found._state.db, found._state.adding
    copied._state.fields_cache = {
        name: copy_of(value, copies) if isinstance(value, Model) else value
        for name, value in found._state.fields_cache.items()
    }
    return copied


class _Compiled:
    """What Django's own ``ModelIterable`` finds out before it makes the first object."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.alias = queryset.db
        self.compiler: Any = queryset.query.get_compiler(using=self.alias)
        self.sql, self.params = self.compiler.as_sql()
        info, select = self.compiler.klass_info, self.compiler.select
        self._model = info["model"]
        columns = info["select_fields"]
        self._start, self._end = columns[0], columns[-1] + 1
        self._names = [column[0].target.attname for column in select[self._start : self._end]]
        # The stubs are of a later Django, which hands on one thing more.
        self._related = get_related_populators(info, select, self.alias)  # type: ignore[call-arg]
        # The last answer, as rows and as objects, which nobody else has.
        self.rows: list[Any] | None = None
        self.models: list[Any] = []
        self._converters = self.compiler.get_converters([column[0] for column in select])

    def converted(self, rows: Iterable[Any]) -> Iterable[Any]:
        """The rows with values as the fields have them, not the database."""
        return self.compiler.apply_converters(rows, self._converters)

    def model_of(self, row: Any) -> Any:
        found = self._model.from_db(self.alias, self._names, row[self._start : self._end])
        for related in self._related:
            related.populate(row, found)
        for name, place in self.compiler.annotation_col_map.items():
            setattr(found, name, row[place])
        return found
