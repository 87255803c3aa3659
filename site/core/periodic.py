"""Jobs that the background worker does again and again.

An app puts them in its module ``jobs``, which only the worker loads::

    @every(minutes=1)
    def count_something() -> str: ...

What a job returns is what went wrong without being an error of its own; usually nothing.
Of several workers on one database one takes each turn, and turns are remembered over restarts, so
a daily job runs daily however often the site is started.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError
from django.utils.module_loading import autodiscover_modules

from core.models import Heartbeat

logger = logging.getLogger(__name__)

Work = Callable[[], str | None]


@dataclass(frozen=True)
class Job:
    """``every`` is the least time between the starts of two runs."""

    name: str
    every: timedelta
    work: Work

    def run_if_due(self) -> bool:
        """Do the work if its turn has come; whatever it raises is logged and noted."""
        if not Heartbeat.objects.claim(self.name, self.every):
            return False
        try:
            failure = self.work() or ""
        except Exception as error:
            logger.exception("The periodic job %s failed", self.name)
            failure = f"{type(error).__name__}: {error}"
        Heartbeat.objects.filter(name=self.name).update(failure=failure)
        return True


_jobs: dict[str, Job] = {}


def every(*, seconds: float = 0, minutes: float = 0, hours: float = 0) -> Callable[[Work], Work]:
    """Register a function without arguments to run at most once in the given time."""
    interval = timedelta(seconds=seconds, minutes=minutes, hours=hours)

    def register(work: Work) -> Work:
        name = f"{work.__module__}.{work.__qualname__}"
        if not interval or name in _jobs:
            raise ValueError(f"{name} needs an interval, and only one")
        _jobs[name] = Job(name, interval, work)
        return work

    return register


def jobs() -> list[Job]:
    """All jobs of the installed apps."""
    autodiscover_modules("jobs")
    return list(_jobs.values())


def run_due(all_jobs: list[Job]) -> None:
    """Give each job its turn. A database that fails now is asked again at the next round."""
    for job in all_jobs:
        try:
            job.run_if_due()
        except DatabaseError:
            logger.exception("The database did not answer for the periodic job %s", job.name)
