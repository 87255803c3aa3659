"""The database's knowledge of its own tables."""

from django.db import connection

import pytest

from core import jobs
from core.periodic import jobs as all_jobs
from core.statistics import refresh_statistics

pytestmark = pytest.mark.django_db


def known_tables() -> set[str]:
    queries = {
        "sqlite": "SELECT tbl FROM sqlite_stat1",
        "postgresql": "SELECT tablename FROM pg_stats",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def test_tables_are_counted(site_tree: object) -> None:
    refresh_statistics()
    assert "wagtailcore_page" in known_tables()


def test_the_worker_does_it() -> None:
    assert "core.jobs.keep_queries_quick" in {job.name for job in all_jobs()}
    jobs.keep_queries_quick()
