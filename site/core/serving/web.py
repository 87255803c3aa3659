"""The web server alone, in the foreground: granian over the WSGI application."""

import os
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from granian import Granian
from granian._internal import load_target
from granian.constants import Interfaces
from granian.log import LogLevels

from core.serving.options import Options
from core.serving.orphan import end_with_parent, end_with_supervisor
from core.serving.turns import MOST_IN_LINE, Line, in_turn, is_of_use

APPLICATION = "config.wsgi:application"
STOP_WITHIN = 3
# Where pages wait for a database or a search engine, and others are made meanwhile.
THREADS = 3
# Seconds after which a thread lets another one of its process go on. A page takes about as long:
# with Python's 5 ms the pages of all threads are half done most of the time, and each waits for
# all others.
TURN = 0.02


def serve(options: Options) -> None:
    """Returns when asked to stop; raises ``SystemExit`` when the server fails or the settings are
    wrong."""
    end_with_supervisor()
    check_settings()
    cores = os.cpu_count() or 1
    Granian(
        APPLICATION,
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        # A page is made by one core; a process takes 150 to 350 MB.
        workers=number("HONGFAN_WEB_WORKERS", min(4, cores)),
        blocking_threads=number("HONGFAN_WEB_THREADS", MOST_IN_LINE if is_of_use() else THREADS),
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN,
        log_level=LogLevels.warning,
    ).serve(target_loader=load_application)


def check_settings() -> None:
    """Raises ``SystemExit`` with what is wrong with the settings, if anything is.

    Before there are processes that would each tell it with a trace, again and again.
    """
    try:
        settings.INSTALLED_APPS  # noqa: B018
    except ImproperlyConfigured as error:
        sys.exit(f"✗ {error}")


def load_application(target: str) -> Callable[..., Any]:
    """Runs in each process that answers requests."""
    sys.setswitchinterval(TURN)
    end_with_parent(os.getppid())
    application: Callable[..., Any] = load_target(target)
    # Needs Django, which the application has set up just now.
    from core.site_address import follow_this_run

    follow_this_run()
    return in_turn(application, Line()) if is_of_use() else application


def number(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip()
    return int(text) if text.isdigit() and int(text) else default
