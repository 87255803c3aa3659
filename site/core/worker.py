"""The background worker: tasks in the main thread, periodic jobs and heartbeat in another.

Two threads, so that a long task does not hold up a publication that is due; and one for each loop
of ``core.loops``.
"""

import logging
import os
import secrets
import socket
import threading
import time
from types import FrameType

from django.db import DatabaseError, OperationalError, close_old_connections, connections

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.utils import is_locked_database_exception

from core import loops
from core.lost_tasks import WORKER_PREFIX, beat_name
from core.models import Heartbeat
from core.periodic import Job, jobs, run_due

logger = logging.getLogger(__name__)

HEARTBEAT = "worker"
ROUND = 10.0
TASK_INTERVAL = 1.0
# The supervisor waits a little longer before it ends the process itself.
STOP_WITHIN = 3.0


def new_worker_id() -> str:
    host = socket.gethostname()[:24]
    return f"{WORKER_PREFIX}{host}-{os.getpid()}-{secrets.token_hex(3)}"


class TaskLoop(Worker):
    """Stops on the first signal without remarks, after the task at hand; at once on the second.

    At once means that the task counts as lost, not as failed: it runs again.
    """

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        if not self.running:
            os._exit(1)
        # The loop sees it within ``TASK_INTERVAL``. To leave from here could be in the middle of a
        # query, with a connection that can't say goodbye any more.
        self.running = False


class BackgroundWorker:
    """``run`` blocks until the process is asked to stop."""

    def __init__(self, backend: str = "default") -> None:
        self.id = new_worker_id()
        self.stopping = threading.Event()
        self.tasks = TaskLoop(
            queue_names=["*"],
            interval=TASK_INTERVAL,
            batch=False,
            backend_name=backend,
            startup_delay=False,
            max_tasks=None,
            worker_id=self.id,
            excluded_queue_names=[],
        )

    def run(self) -> None:
        # Here, so that a module of jobs that can't be imported ends the process with its reason.
        all_jobs = jobs()
        # Before anybody can see that it runs, and ask it to stop.
        self.tasks.configure_signals()
        periodic = threading.Thread(
            target=self.periodic_loop, args=(all_jobs,), name="periodic", daemon=True
        )
        periodic.start()
        threads = [periodic, *loops.start_all(self.stopping)]
        try:
            self.task_loop()
        finally:
            self.stopping.set()
            until = time.monotonic() + STOP_WITHIN
            for thread in threads:
                thread.join(max(until - time.monotonic(), 0))
            Heartbeat.objects.filter(name=beat_name(self.id)).delete()

    def task_loop(self) -> None:
        while self.tasks.running:
            try:
                self.tasks.run()
            except OperationalError as error:
                # SQLite while somebody holds it for long, as an import does. Anything else ends
                # this process, and the supervisor starts another.
                if not is_locked_database_exception(error):
                    raise
                logger.info("The database is busy, asking again")
                time.sleep(TASK_INTERVAL)

    def periodic_loop(self, all_jobs: list[Job]) -> None:
        try:
            while not self.stopping.is_set():
                close_old_connections()
                self.periodic_round(all_jobs)
                self.stopping.wait(ROUND)
        finally:
            connections.close_all()

    def periodic_round(self, all_jobs: list[Job]) -> None:
        try:
            self.beat()
        except DatabaseError:
            logger.exception("The worker's heartbeat could not be written")
        run_due(all_jobs)

    def beat(self) -> None:
        Heartbeat.objects.beat(HEARTBEAT)
        Heartbeat.objects.beat(beat_name(self.id))
