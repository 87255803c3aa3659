"""What the worker does for the review."""

import logging

from approvals.debts import ask_for_all
from approvals.notices import collect, send_digests
from approvals.verification import problems
from core.periodic import every

logger = logging.getLogger(__name__)


@every(hours=24)
def verify_the_record() -> str:
    found = list(problems())
    for line in found:
        logger.error("Review record: %s", line)
    return "\n".join(found)


@every(minutes=5)
def remind_and_write() -> None:
    collect()
    send_digests()


@every(hours=1)
def ask_for_owed_reviews() -> str:
    """Somebody may have joined the stage for which nobody was left."""
    return "\n".join(ask_for_all())
