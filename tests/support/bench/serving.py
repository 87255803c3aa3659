"""A web server of a scratch site, and clients that ask it; nothing here knows what is searched."""

import http.client
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from core.scratch import FORGOTTEN
from tests.support.elasticsearch.server import free_ports

ROOT = Path(__file__).resolve().parents[3]
TICKS = os.sysconf("SC_CLK_TCK")
START_WITHIN = 120.0


@dataclass
class Asked:
    """``pages``: path -> HTML. ``times`` in seconds; ``cpu``: the server's seconds, all processes."""

    seconds: float = 0.0
    cpu: float = 0.0
    memory: float = 0.0
    times: list[float] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


@contextmanager
def program(
    home: Path, name: str, *arguments: str, **variables: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """``manage.py NAME`` of the site in ``home``, running; what it says is in ``NAME.log``."""
    environ = {name: value for name, value in os.environ.items() if name not in FORGOTTEN}
    environ |= {"HONGFAN_HOME": str(home), **variables}
    with (home / f"{name}.log").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), name, *arguments],
            env=environ,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def web_server(home: Path, **variables: str) -> Iterator["Server"]:
    """``manage.py web`` of the site in ``home``, on a free port of this machine."""
    [port] = free_ports(1)
    # What is measured is the search, not its limit on one client.
    how = {"PORT": str(port), "HONGFAN_SEARCHES_PER_MINUTE": "0", **variables}
    with program(home, "web", **how) as process:
        server = Server(process.pid, port)
        until = time.monotonic() + START_WITHIN
        while not server.answers():
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((home / "web.log").read_text(errors="replace")[-2000:])
            time.sleep(0.2)
        yield server


def rebuilt(home: Path, *arguments: str, **variables: str) -> tuple[float, float]:
    """Seconds of ``manage.py search_rebuild``, and the most MB that one of its processes held.

    Without what is mapped from files, which the system takes back when it likes: while segments
    are merged that is as much as they are large.
    """
    began, most = time.monotonic(), 0.0
    with program(home, "search_rebuild", *arguments, **variables) as process:
        session = Session(process.pid)
        while process.poll() is None:
            most = max(most, session.memory("RssAnon:"))
            time.sleep(0.1)
        took = time.monotonic() - began
    if process.returncode:
        raise RuntimeError((home / "search_rebuild.log").read_text(errors="replace")[-2000:])
    return took, most


class Session:
    """The processes of one program; Linux only."""

    def __init__(self, session: int) -> None:
        self.session = session

    def processes(self) -> Iterator[Path]:
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if os.getsid(int(folder.name)) == self.session:
                    yield folder
            except ProcessLookupError:
                continue

    def cpu(self) -> float:
        """Seconds of processor time so far, all processes."""
        total = 0
        for folder in self.processes():
            values = (folder / "stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, values[11:15]))
        return total / TICKS

    def memory(self, kind: str = "VmRSS:") -> float:
        """MB of the largest process."""
        sizes = [0.0]
        for folder in self.processes():
            # A process may end while it is looked at.
            with suppress(OSError):
                for line in (folder / "status").read_text().splitlines():
                    if line.startswith(kind):
                        sizes.append(int(line.split()[1]) / 1024)
        return max(sizes)


class Server(Session):
    def __init__(self, session: int, port: int) -> None:
        super().__init__(session)
        self.port = port

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/live")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def ask(self, paths: Sequence[str], clients: int) -> Asked:
        """Every path once, by so many clients at a time that keep their connections."""
        waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
        for path in paths:
            waiting.put(path)
        asked, before, began = Asked(), self.cpu(), time.perf_counter()
        threads = [
            threading.Thread(target=self._client, args=(waiting, asked)) for _ in range(clients)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        asked.seconds = time.perf_counter() - began
        asked.cpu = self.cpu() - before
        asked.memory = self.memory()
        return asked

    def _client(self, waiting: "queue.SimpleQueue[str]", asked: Asked) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        while True:
            try:
                path = waiting.get_nowait()
            except queue.Empty:
                connection.close()
                return
            began = time.perf_counter()
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                text = answer.read().decode("utf-8", "replace")
            except OSError as error:
                asked.failures.append(f"{path}: {error}")
                connection.close()
                continue
            asked.times.append(time.perf_counter() - began)
            if answer.status == 200:
                asked.pages[path] = text
            else:
                asked.failures.append(f"{path}: {answer.status}")
