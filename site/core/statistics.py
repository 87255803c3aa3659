"""What the database knows about its own tables, and plans queries by."""

from django.db import connection

# Rows of each index that SQLite looks at: enough to tell few from many, in some milliseconds.
SAMPLE = 1000


def refresh_statistics() -> None:
    """Have the tables' sizes counted anew.

    SQLite never does so by itself and takes a table of thousands for one of a few rows;
    PostgreSQL does, but only a while after a large import.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={SAMPLE}")
        cursor.execute("ANALYZE")
