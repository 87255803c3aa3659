"""Queries that every search asks: put into SQL once, for that takes longer than to answer them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Row = tuple[Any, ...]


class Prepared:
    """A query of plain columns whose SQL is always the same.

    ``make`` gives the queryset, once in a process. A value of ``holes`` that it was made with is
    replaced by what ``rows`` is told under that name. Numbers and texts only: what a database
    gives back is not converted.
    """

    def __init__(
        self, make: Callable[[], QuerySet[Any, Any]], holes: Mapping[str, int] | None = None
    ) -> None:
        self.make = make
        self.holes = {value: name for name, value in (holes or {}).items()}
        self._sql: tuple[str, tuple[Any, ...]] | None = None

    def rows(self, **values: Any) -> list[Row]:
        if self._sql is None:
            sql, params = self.make().query.get_compiler(connection=connection).as_sql()
            self._sql = sql, tuple(params)
        sql, params = self._sql
        filled = [values[self.holes[p]] if p in self.holes else p for p in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            rows: list[Row] = cursor.fetchall()
        return rows
