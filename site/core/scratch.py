"""A site of its own in a temporary folder, for measuring: this code, an empty database."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from django.conf import settings
from django.core.management.base import CommandError

# What would lead a scratch site to somebody's real one.
FORGOTTEN = ("HONGFAN_DATABASE_URL", "HONGFAN_REDIS_URL", "HONGFAN_DEBUG")


@dataclass(frozen=True)
class Finished:
    """A command that has ended: its output, wall-clock seconds, peak memory in MB."""

    output: str
    seconds: float
    memory: float


class ScratchSite:
    """As a context: made and set up, removed at the end. Its commands run as processes."""

    def __init__(self, copied_from: "ScratchSite | None" = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hongfan-scratch-"))
        self._copied_from = copied_from

    def __enter__(self) -> "ScratchSite":
        if self._copied_from is not None:
            shutil.copytree(self._copied_from.folder, self.folder, dirs_exist_ok=True)
        else:
            self.manage("migrate", "--verbosity=0")
            self.manage("setup_site")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def manage(self, *arguments: str, **variables: str) -> Finished:
        """Run ``manage.py``. Raises ``CommandError`` with the end of what it said when it fails."""
        environ = {name: value for name, value in os.environ.items() if name not in FORGOTTEN}
        environ |= {"HONGFAN_HOME": str(self.folder), **variables}
        command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *arguments]
        log = self.folder / "output.log"
        started = time.monotonic()
        with log.open("wb") as output:
            process = subprocess.Popen(command, env=environ, stdout=output, stderr=output)
            _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said = log.read_text(encoding="utf-8", errors="replace")
        if process.returncode:
            raise CommandError(f"manage.py {arguments[0]}: {process.returncode}\n{said[-2000:]}")
        # Linux counts in KB, macOS in bytes.
        unit = 1024**2 if sys.platform == "darwin" else 1024
        return Finished(said, seconds, usage.ru_maxrss / unit)
