"""The database as this code wants it: migrated, set up, on its first start with a demo site."""

from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from core.serving.messages import say
from core.serving.prepared import write_note


def prepare(home: Path, demo: bool) -> None:
    """Idempotent, and safe to interrupt at any point: the next start takes up what is missing."""
    marker = home / "demo"
    if not MigrationRecorder(connection).has_table():
        # Written before the first table, so that an interrupted first start is still a first one.
        marker.write_text("pending" if demo else "none")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("正在建立或更新数据库…", "Creating or updating the database …")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("setup_site", verbosity=0)
    if demo and marker.exists() and marker.read_text() == "pending":
        say("正在放入示例内容…", "Adding the demo content …")
        call_command("seed_demo", verbosity=0)
        marker.write_text("done")
    write_note(home)
