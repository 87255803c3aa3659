"""Tasks whose worker ended in the middle of them run again; so a task must bear a second run."""

from datetime import timedelta

from django.db import transaction

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.models import Heartbeat

# Names of worker processes that beat; of others nothing can be said.
WORKER_PREFIX = "hongfan-"
LOST_AFTER = timedelta(minutes=5)
ATTEMPTS = 3


class WorkerLost(Exception):
    """The process that ran the task ended, as often as it was tried."""


def beat_name(worker_id: str) -> str:
    return f"worker:{worker_id}"


def requeue_lost_tasks() -> list[str]:
    """Give lost tasks back, or up after ``ATTEMPTS``. Returns the paths of those that run again."""
    again: list[str] = []
    with transaction.atomic():
        running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
        for task in running:
            if not _is_lost(task):
                continue
            if len(task.worker_ids) >= ATTEMPTS:
                task.set_failed(WorkerLost(f"The worker ended {ATTEMPTS} times"))
                continue
            task.status = TaskResultStatus.READY
            task.started_at = None
            task.save(update_fields=["status", "started_at"])
            again.append(task.task_path)
    return again


def _is_lost(task: DBTaskResult) -> bool:
    worker = task.worker_ids[-1] if task.worker_ids else ""
    if not worker.startswith(WORKER_PREFIX):
        return False
    beats = Heartbeat.objects.filter(name=beat_name(worker))
    return not beats.exists() or beats.older_than(LOST_AFTER).exists()
