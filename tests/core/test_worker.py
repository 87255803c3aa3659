"""The background worker as a process of its own, over a database of its own."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 60
JOB = "core.jobs.publish_and_expire_what_is_due"
PREPARE = """
import django; django.setup()
from django.apps import apps
from django.db import connection
with connection.schema_editor() as editor:
    for model in apps.get_models(include_auto_created=False):
        if model._meta.managed and not model._meta.proxy:
            editor.create_model(model)
import sys, toy_tasks
toy_tasks.note.enqueue(sys.argv[1])
toy_tasks.linger.enqueue(sys.argv[2])
"""
TASKS = """
from pathlib import Path
from time import sleep
from django_tasks import task
@task()
def note(path):
    Path(path).write_text("done")
@task()
def linger(path):
    Path(path).write_text("begun")
    sleep(60)
"""


class Site:
    """An installation with all tables and two tasks that wait, nothing else."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.done = home / "done"
        self.begun = home / "begun"
        (home / "secret_key").write_text("x" * 50)
        (home / "toy_tasks.py").write_text(TASKS)
        script = [sys.executable, "-c", PREPARE, str(self.done), str(self.begun)]
        subprocess.run(script, env=self.environment(), check=True)

    def environment(self) -> dict[str, str]:
        paths = os.pathsep.join(map(str, (ROOT, ROOT / "site", self.home)))
        return {
            **{name: os.environ[name] for name in ("PATH",)},
            "HONGFAN_HOME": str(self.home),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "PYTHONPATH": paths,
        }

    def start_worker(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "worker"],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def heartbeats(self) -> set[str]:
        connection = sqlite3.connect(self.home / "hongfan.sqlite3", timeout=20)
        try:
            return {name for (name,) in connection.execute("SELECT name FROM core_heartbeat")}
        finally:
            connection.close()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def wait_until(condition) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, f"waited {PATIENCE} s in vain"
        time.sleep(0.05)


def has_ended(worker: subprocess.Popen[str], asked_again: signal.Signals) -> bool:
    worker.send_signal(asked_again)
    try:
        worker.wait(1)
    except subprocess.TimeoutExpired:
        return False
    return True


def test_life_of_a_worker(site):
    """One test, since each process takes seconds to load."""
    worker = site.start_worker()
    try:
        wait_until(site.done.exists)
        wait_until(lambda: {"worker", JOB} <= site.heartbeats())
        wait_until(site.begun.exists)
        # Asked once it finishes the task at hand, asked twice it doesn't.
        worker.send_signal(signal.SIGTERM)
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(0.5)
        # On a busy machine two signals may be taken for one.
        wait_until(lambda: has_ended(worker, asked_again=signal.SIGTERM))
        assert worker.returncode == 1
    finally:
        worker.kill()
        output, _ = worker.communicate()
    assert output == ""
    left = {name for name in site.heartbeats() if name.startswith("worker:")}
    assert len(left) == 1

    worker = site.start_worker()
    try:
        wait_until(
            lambda: {name for name in site.heartbeats() if name.startswith("worker:")} > left
        )
        worker.send_signal(signal.SIGTERM)
        output, _ = worker.communicate(timeout=PATIENCE)
    finally:
        worker.kill()
    assert (worker.returncode, output) == (0, "")
    # An orderly end takes the process's own heartbeat with it.
    assert {name for name in site.heartbeats() if name.startswith("worker:")} == left
