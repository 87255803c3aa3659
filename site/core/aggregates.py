"""Aggregates that Django lacks, on SQLite and PostgreSQL alike."""

from typing import Any

from django.db import models


class JSONRows(models.Aggregate):
    """The rows of a group as one JSON list, in no order; takes a ``JSONObject``.

    In a subquery it spares the query that a page's few child rows would cost.
    """

    function = "JSON_GROUP_ARRAY"
    output_field = models.JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)
