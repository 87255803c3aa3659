"""Prove ``make run`` on a fresh clone, as a stranger at a terminal would use it.

    python3 .ci/fresh_clone.py CLONE

Standard library only. Ends with an error at the first promise that is not kept: addresses answer,
a second start is quick, Ctrl-C leaves nobody behind and no traceback, a first run that was killed
is repaired by the next, and what can't work is said in one line.
"""

import contextlib
import os
import pty
import signal
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

FIRST_RUN_WITHIN = 600
SECOND_START_WITHIN = 5.0
STOP_WITHIN = 5.0


class Run:
    """``make run`` in a terminal of its own; ``text`` is what it has shown so far."""

    def __init__(self, clone: Path, home: Path, port: int, **environment: str) -> None:
        self.address = f"http://127.0.0.1:{port}/"
        self.home = home
        self.text = ""
        own = {"HONGFAN_HOME": str(home), "PORT": str(port), **environment}
        # A stranger's machine: nothing of this project or of an outer make in the environment.
        outer = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("HONGFAN_", "MAKE", "MFLAGS", "DJANGO_", "PYTHONPATH"))
        }
        self.began = time.monotonic()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(clone)
            os.execvpe("make", ["make", "run"], {**outer, **own})
        os.set_blocking(self.terminal, False)
        self.code: int | None = None

    def look(self) -> None:
        with contextlib.suppress(BlockingIOError, OSError):
            while part := os.read(self.terminal, 65536):
                self.text += part.decode("utf-8", "replace")
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)

    def wait(self, what: str, condition: Callable[[], object], patience: float) -> float:
        """Seconds since the start when the condition came true."""
        until = time.monotonic() + patience
        while not condition():
            require(self.code is None or "end" in what, f"{what}: it ended.\n{self.text}")
            require(time.monotonic() < until, f"{what}: not within {patience} s.\n{self.text}")
            time.sleep(0.02)
            self.look()
        return time.monotonic() - self.began

    def wait_for_page(self, patience: float) -> float:
        return self.wait("first page", lambda: status(self.address) == 200, patience)

    def wait_for_text(self, text: str, patience: float = FIRST_RUN_WITHIN) -> None:
        self.wait(f"the text {text}", lambda: text in self.text, patience)

    def kill_everybody(self) -> None:
        """As if the machine had gone down."""
        for pid in [self.pid, *self.people()]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.wait("end", lambda: self.code is not None and not self.people(), 10)
        os.close(self.terminal)

    def press_control_c(self) -> float:
        began = time.monotonic()
        os.write(self.terminal, b"\x03")
        self.wait("end after Ctrl-C", lambda: self.code is not None and not self.people(), 30)
        os.close(self.terminal)
        return time.monotonic() - began

    def people(self) -> list[int]:
        """Processes of this run, known by their environment; make's own are not among them."""
        mark = f"HONGFAN_HOME={self.home}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
        return found


def require(kept: bool, promise: str) -> None:
    if not kept:
        sys.exit(f"✗ {promise}")


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def temporary_home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hongfan-home-", ignore_cleanup_errors=True) as name:
        yield Path(name) / "home"


def show(figure: str) -> None:
    print(f"  {figure}", flush=True)


def killed_first_run(clone: Path, home: Path, port: int) -> None:
    for text, pause in (("Installing", 3.0), ("database …", 1.0)):
        run = Run(clone, home, port)
        run.wait_for_text(text)
        time.sleep(pause)
        run.kill_everybody()
        show(f"killed {pause:.0f} s after “{text}”")


def first_run(clone: Path, home: Path, port: int) -> Run:
    run = Run(clone, home, port)
    show(f"first page after repair: {run.wait_for_page(FIRST_RUN_WITHIN):.1f} s")
    run.wait_for_text("Ctrl-C")
    require(status(f"{run.address}admin/login/") == 200, "the admin's log-in answers")
    require("Demo log-ins" in run.text, f"the demo log-ins are printed\n{run.text}")
    return run


def second_start(clone: Path, home: Path, port: int) -> None:
    times = []
    for _ in range(2):
        run = Run(clone, home, port)
        times.append(run.wait_for_page(60))
        run.wait_for_text("Ctrl-C")
        stop(run)
    show(f"second start to first page: {', '.join(f'{took:.1f} s' for took in times)}")
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > 1.5 * cores:
        show(f"the machine is busy (load {load:.1f} on {cores} cores): the figure does not count")
        return
    require(min(times) <= SECOND_START_WITHIN, f"a second start takes {SECOND_START_WITHIN} s")


def stop(run: Run) -> None:
    took = run.press_control_c()
    show(f"Ctrl-C: all ended after {took:.1f} s")
    require(took <= STOP_WITHIN, f"Ctrl-C ends everything within {STOP_WITHIN} s")
    require("Traceback" not in run.text, f"no traceback is shown\n{run.text}")


def one_line(clone: Path, home: Path, port: int, **environment: str) -> None:
    run = Run(clone, home, port, **environment)
    run.wait("end", lambda: run.code is not None, 30)
    lines = [line for line in run.text.splitlines() if line.strip() and "make:" not in line]
    require(run.code != 0 and len(lines) == 1 and lines[0].startswith("✗"), run.text)
    os.close(run.terminal)
    show(lines[0][:100])


def main(clone: Path) -> None:
    port = free_port()
    with temporary_home() as home, socket.socket() as busy:
        killed_first_run(clone, home, port)
        run = first_run(clone, home, port)
        one_line(clone, home, free_port())
        stop(run)
        second_start(clone, home, port)
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        one_line(clone, home, busy.getsockname()[1])
        not_a_folder = home / "secret_key"
        one_line(clone, not_a_folder, port)


if __name__ == "__main__":
    require(len(sys.argv) == 2, "usage: fresh_clone.py CLONE")
    started = time.monotonic()
    main(Path(sys.argv[1]).resolve())
    show(f"all in {time.monotonic() - started:.0f} s")
