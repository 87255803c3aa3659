"""A toy site under the real supervisor, as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

TOY_SITE = Path(__file__).with_name("toy_site.py")
PATIENCE = 60


def wait_until(condition: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait for what must come true; the length of the wait asserts nothing."""
    until = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < until, f"waited {patience} s in vain"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A zombie has ended; only its entry waits to be collected.
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class ToySite:
    """``out`` and ``err`` are what was printed so far."""

    def __init__(self, home: Path, port: int) -> None:
        self.home = home
        self.port = port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, toy: str = "", **environment: str) -> None:
        own = {"HONGFAN_HOME": str(self.home), "PORT": str(self.port), "TOY": toy}
        folder = self.home.parent
        with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, str(TOY_SITE), "serve"],
                env={**os.environ, **own, **environment},
                stdout=out,
                stderr=err,
            )

    @property
    def out(self) -> str:
        return (self.home.parent / "out").read_text("utf-8")

    @property
    def err(self) -> str:
        return (self.home.parent / "err").read_text("utf-8")

    def pids(self, name: str) -> list[int]:
        """The processes that began as ``name``, in order."""
        path = self.home / f"toy-{name}"
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    def wait_until_welcome(self) -> None:
        wait_until(lambda: "Ctrl-C" in self.out or self.ended)
        assert "Ctrl-C" in self.out, self.err
        wait_until(lambda: self.pids("worker"))

    @property
    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: signal.Signals) -> None:
        assert self.process
        self.process.send_signal(number)

    def wait(self) -> int:
        """The exit code of the supervisor."""
        assert self.process
        return self.process.wait(PATIENCE)

    def alive(self) -> list[int]:
        started = [*self.pids("prepare"), *self.pids("web"), *self.pids("worker")]
        return [pid for pid in started if is_alive(pid)]


@pytest.fixture
def toy_site(tmp_path: Path) -> Iterator[ToySite]:
    home = tmp_path / "home"
    home.mkdir()
    site = ToySite(home, unused_port())
    yield site
    if site.process is not None and site.process.poll() is None:
        site.process.kill()
        site.process.wait()
    for pid in site.alive():
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def launcher() -> SimpleNamespace:
    """Helpers of this folder; test modules can't import their conftest."""
    return SimpleNamespace(wait_until=wait_until, is_alive=is_alive, unused_port=unused_port)
