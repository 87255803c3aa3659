"""What every search asks the database first."""

from django.db import connection

import pytest

from search.access import _PREPARED, Restrictions


@pytest.mark.django_db
def test_private_places_are_found_without_reading_all_pages() -> None:
    Restrictions.load()
    assert _PREPARED._sql
    sql, params = _PREPARED._sql
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}", params)
        steps = [row[-1] for row in cursor.fetchall()]
    assert steps
    assert not any(step.startswith("SCAN wagtailcore_page ") for step in steps), steps
