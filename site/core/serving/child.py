"""One child process of the supervisor, in a session of its own."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path


class Child:
    """Runs ``program`` (``manage.py``) with ``command``.

    In a session of its own, so that Ctrl-C in the terminal reaches the supervisor alone, which
    then asks its children to end; and so that a child ends together with what it started.
    """

    def __init__(self, program: Path, command: str, environment: Mapping[str, str]) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, str(program), command],
            cwd=program.parent,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def code(self) -> int | None:
        """The exit code, None while it runs."""
        return self.process.poll()

    @property
    def age(self) -> float:
        """Seconds since its start."""
        return time.monotonic() - self.started

    def ask_to_end(self) -> None:
        if self.code is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()

    def finish(self, until: float) -> None:
        """Wait for its end until ``until`` (monotonic seconds), then end all that is left of it."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - time.monotonic()))
        # Also after an orderly end: its own children may have outlived it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
