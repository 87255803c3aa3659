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
    gives back is not converted. ``in_order``: tables are joined in the order in which they stand,
    for a small one that leads to a large one; SQLite, which doesn't know their sizes, may begin
    with the large one and read all of it. ``also``: more rows of the same columns, in SQL.
    """

    def __init__(
        self,
        make: Callable[[], QuerySet[Any, Any]],
        holes: Mapping[str, int] | None = None,
        *,
        in_order: bool = False,
        also: tuple[str, tuple[Any, ...]] = ("", ()),
    ) -> None:
        self.make = make
        self.holes = {value: name for name, value in (holes or {}).items()}
        self.in_order = in_order
        self.also = also
        self._sql: tuple[str, tuple[Any, ...]] | None = None

    def rows(self, **values: Any) -> list[Row]:
        if self._sql is None:
            sql, params = self.make().query.get_compiler(connection=connection).as_sql()
            if self.in_order and connection.vendor == "sqlite":
                # There CROSS JOIN takes a condition, and means no more than that order.
                sql = sql.replace(" INNER JOIN ", " CROSS JOIN ")
            more, its_params = self.also
            self._sql = sql + more, (*params, *its_params)
        sql, params = self._sql
        filled = [values[self.holes[p]] if p in self.holes else p for p in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            rows: list[Row] = cursor.fetchall()
        return rows
