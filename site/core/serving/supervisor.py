"""The one process that Ctrl-C stops: prepares the site, then keeps web server and worker alive."""

import contextlib
import http.client
import os
import signal
import threading
import time
from pathlib import Path
from types import FrameType

from core.serving.child import Child
from core.serving.messages import CannotStart, complain, say
from core.serving.options import Options
from core.serving.prepared import is_prepared
from core.serving.welcome import print_welcome

STOP_WITHIN = 4.0
TICK = 0.1
LONGEST_PAUSE = 60.0
# A worker that ran this long was healthy: its next failure is a new story.
HEALTHY_AFTER = 60.0


class Stopped(Exception):
    """Somebody asked to stop, by Ctrl-C or a signal."""


class Failed(Exception):
    """A child failed and has said why itself."""


class Supervisor:
    """``program`` knows the commands ``prepare``, ``web`` and ``worker``."""

    def __init__(self, options: Options, program: Path) -> None:
        self.options = options
        self.program = program
        self.environment = options.environment(os.environ)
        self.stopping = threading.Event()
        self.children: list[Child] = []
        self.failures = 0

    def run(self) -> int:
        """Serve until asked to stop; returns the exit code."""
        self._listen_to_signals()
        try:
            self._prepare()
            self._serve()
        except Stopped:
            say("正在停止…", "Stopping …")
            return 0
        except CannotStart as problem:
            complain(problem)
            return 1
        except Failed:
            return 1
        finally:
            self._end_children()
        return 0

    # -- Phases --------------------------------------------------------------------------------

    def _prepare(self) -> None:
        if is_prepared(self.options):
            return
        child = self._start("prepare")
        while child.code is None:
            self._pause(TICK)
        self.children.remove(child)
        if child.code < 0:
            raise CannotStart(
                f"准备网站的进程被中止（信号 {-child.code}）。再次运行 make run 会接着做",
                f"Preparing the site was cut short (signal {-child.code}); run make run again to go on",
            )
        if child.code != 0:
            raise Failed

    def _serve(self) -> None:
        web = self._start("web")
        self._wait_for_answer(web)
        # Only now: on two cores it would keep the first page waiting.
        worker = self._start("worker")
        print_welcome(self.options)
        while True:
            self._pause(TICK)
            self._require_alive(web)
            if worker.code is not None:
                worker = self._replace(worker)

    def _wait_for_answer(self, web: Child) -> None:
        while not answers(self.options):
            self._require_alive(web)
            self._pause(TICK)

    def _require_alive(self, web: Child) -> None:
        if web.code is not None:
            raise CannotStart(
                f"网站进程意外结束（退出码 {web.code}），已全部停止。原因见上文；请再次运行 make run",
                f"The web server ended unexpectedly (exit code {web.code}); all is stopped. "
                "The reason stands above; run make run again",
            )

    def _replace(self, worker: Child) -> Child:
        """Start the worker anew, after a pause that grows with every failure in a row."""
        self.failures = 1 if worker.age > HEALTHY_AFTER else self.failures + 1
        pause = min(2.0 ** (self.failures - 1), LONGEST_PAUSE)
        complain(
            f"后台进程意外结束（退出码 {worker.code}），{pause:.0f} 秒后重新启动。"
            f" | The worker ended unexpectedly (exit code {worker.code}); starting it again "
            f"in {pause:.0f} s."
        )
        worker.finish(time.monotonic())
        self.children.remove(worker)
        self._pause(pause)
        return self._start("worker")

    # -- Children and signals ------------------------------------------------------------------

    def _start(self, command: str) -> Child:
        child = Child(self.program, command, self.environment)
        self.children.append(child)
        return child

    def _end_children(self) -> None:
        for child in self.children:
            child.ask_to_end()
        until = time.monotonic() + STOP_WITHIN
        for child in self.children:
            child.finish(until)

    def _pause(self, seconds: float) -> None:
        if self.stopping.wait(seconds):
            raise Stopped

    def _listen_to_signals(self) -> None:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # Under nohup a hang-up is meant to be ignored.
            if number is None or (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):
                continue
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()


def answers(options: Options, timeout: float = 30.0) -> bool:
    """The home page was rendered, with whatever status. Renders it for the first time, so that
    the first reader doesn't wait for that."""
    connection = http.client.HTTPConnection(options.reachable_host, options.port, timeout=timeout)
    with contextlib.closing(connection):
        try:
            connection.request("GET", "/", headers={"Host": f"localhost:{options.port}"})
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
    return True
