"""The jobs of the house itself."""

import logging
from datetime import timedelta

from django.core.management import call_command

from core.lost_tasks import requeue_lost_tasks
from core.models import Heartbeat
from core.periodic import every
from core.publication import publish_and_expire
from core.statistics import refresh_statistics

logger = logging.getLogger(__name__)

KEEP_TASKS_DAYS = 14
FORGET_AFTER = timedelta(days=30)
# A refusal stays until somebody acts; the log hears of it once, the heartbeat's row always.
_told: dict[str, str] = {}


@every(minutes=1)
def publish_and_expire_what_is_due() -> str:
    report = publish_and_expire()
    for label in report.published:
        logger.info("Published as scheduled: %s", label)
    for label in report.expired:
        logger.info("Taken down as scheduled: %s", label)
    for label, reason in report.refused.items():
        if _told.get(label) != reason:
            logger.error("Scheduled change refused: %s: %s", label, reason)
    _told.clear()
    _told.update(report.refused)
    return "\n".join(f"{label}: {reason}" for label, reason in report.refused.items())


@every(minutes=5)
def take_up_lost_tasks() -> None:
    for name in requeue_lost_tasks():
        logger.warning("A worker ended in the middle of this task, it runs again: %s", name)


@every(hours=1)
def keep_queries_quick() -> None:
    refresh_statistics()


@every(hours=24)
def remove_old_sessions() -> None:
    call_command("clearsessions")


@every(hours=24)
def remove_old_task_results() -> None:
    call_command("prune_db_task_results", queue_name="*", min_age_days=KEEP_TASKS_DAYS, verbosity=0)


@every(hours=24)
def remove_old_heartbeats() -> None:
    Heartbeat.objects.older_than(FORGET_AFTER).delete()
