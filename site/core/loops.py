"""Loops that the background worker runs beside its tasks, each in a thread of its own.

For what must follow within a second or two, and so can't wait for a periodic job. An app puts
them in its module ``jobs``, which only the worker loads::

    @lasting
    def follow_something(stopping: threading.Event) -> None: ...

A loop looks at ``stopping`` at least every second and returns when it is set. One that ends by an
error is logged and begun again, after a pause that grows to a minute.
"""

import logging
import threading
import time
from collections.abc import Callable

from django.db import connections

logger = logging.getLogger(__name__)

Loop = Callable[[threading.Event], None]

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
# One that ran this long was healthy: its next error is a new story.
HEALTHY_AFTER = 60.0

_loops: list[Loop] = []


def lasting(loop: Loop) -> Loop:
    """Register a loop for the worker."""
    if loop not in _loops:
        _loops.append(loop)
    return loop


def start_all(stopping: threading.Event) -> list[threading.Thread]:
    """Start every registered loop; the threads end soon after ``stopping`` is set."""
    threads = [
        threading.Thread(target=keep_running, args=(loop, stopping), name=_name(loop), daemon=True)
        for loop in _loops
    ]
    for thread in threads:
        thread.start()
    return threads


def keep_running(loop: Loop, stopping: threading.Event) -> None:
    pause = FIRST_PAUSE
    while not stopping.is_set():
        began = time.monotonic()
        try:
            loop(stopping)
        except Exception:
            if time.monotonic() - began > HEALTHY_AFTER:
                pause = FIRST_PAUSE
            logger.exception("The loop %s failed, again in %.0f s", _name(loop), pause)
            stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            connections.close_all()


def _name(loop: Loop) -> str:
    return f"{loop.__module__}.{loop.__name__}"
