"""Run a command with a real Elasticsearch beside it, and end that Elasticsearch with it.

    python tests/support/elasticsearch/server.py [--nodes 3] [--port 9200] [COMMAND …]

The command finds the addresses in ``HONGFAN_TEST_ELASTICSEARCH``; where that is set already, they
are used and nothing is started. Without a command it runs until Ctrl-C. Everything listens on
this machine only, with its data in a temporary folder, gone at the end. Where Java or Maven is
missing the command is skipped with one line; with CI set that is a failure.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

try:
    from tests.support.elasticsearch.installation import Missing, find_java, install
except ModuleNotFoundError:
    # Run as a program: this folder is the path.
    from installation import Missing, find_java, install  # type: ignore[no-redef]

VARIABLE = "HONGFAN_TEST_ELASTICSEARCH"
PATIENCE = 180.0
HEAP = "512m"


class Node:
    """One server process. ``kill`` ends it as a power cut would, ``start`` brings it back."""

    def __init__(self, java: Path, home: Path, folder: Path, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.name = settings["node.name"]
        self.url = f"http://127.0.0.1:{settings['http.port']}"
        self.log = folder / f"{self.name}.log"
        values = {**settings, "path.data": folder / self.name, "path.logs": folder / "logs"}
        self._command: list[Any] = [
            java,
            f"-Xms{HEAP}",
            f"-Xmx{HEAP}",
            f"-Des.path.home={home}",
            f"-Djava.io.tmpdir={folder}",
            "--enable-native-access=org.elasticsearch.nativeaccess,org.apache.lucene.core",
            "--module-path",
            home / "lib",
            "--add-modules",
            "org.elasticsearch.server,ALL-MODULE-PATH",
            "-cp",
            home / "launcher",
            "Launcher",
            *(f"{name}={value}" for name, value in values.items()),
        ]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C is for us, the pipe's end tells the node.
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
            )

    def wait(self, nodes: int = 1) -> None:
        """Until it answers as part of a cluster of so many nodes."""
        until = time.monotonic() + PATIENCE
        while not self._answers(nodes):
            process = self._process
            if process is None or process.poll() is not None or time.monotonic() > until:
                said = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise RuntimeError(f"Elasticsearch did not start:\n{said}")
            time.sleep(0.2)

    def _answers(self, nodes: int) -> bool:
        address = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return int(json.load(answer)["number_of_nodes"]) >= nodes
        except (OSError, ValueError):
            return False

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def pause(self) -> None:
        """Let it hang: connections stand, nothing is answered."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def stop(self) -> None:
        if self._process is None:
            return
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


@contextlib.contextmanager
def cluster(nodes: int = 1, port: int = 0) -> Iterator[list[Node]]:
    """So many nodes that know each other, started. Raises ``Missing``.

    ``port``: HTTP port of the first, the others follow; 0 takes free ones.
    """
    java = find_java()
    home = install(java)
    folder = Path(tempfile.mkdtemp(prefix="hongfan-elasticsearch-"))
    http = [port + place for place in range(nodes)] if port else free_ports(nodes)
    transport = free_ports(nodes)
    names = [f"node{place + 1}" for place in range(nodes)]
    made = []
    for place, name in enumerate(names):
        settings: dict[str, Any] = {
            "node.name": name,
            "network.host": "127.0.0.1",
            "http.port": http[place],
            "transport.port": transport[place],
            # A laptop's full disk is no reason to refuse a test's few megabytes.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        if nodes == 1:
            settings["discovery.type"] = "single-node"
        else:
            hosts = ",".join(f"127.0.0.1:{number}" for number in transport)
            settings["discovery.seed_hosts"] = hosts
            settings["cluster.initial_master_nodes"] = ",".join(names)
        made.append(Node(java, home, folder, settings))
    try:
        for node in made:
            node.start()
        for node in made:
            node.wait(nodes)
        yield made
    finally:
        for node in made:
            node.stop()
        shutil.rmtree(folder, ignore_errors=True)


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    if os.environ.get(VARIABLE) and options.command:
        return subprocess.run(options.command).returncode
    # The command hears Ctrl-C itself and ends; the server is stopped after it.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        with cluster(options.nodes, options.port) as nodes, contextlib.suppress(KeyboardInterrupt):
            addresses = ",".join(node.url for node in nodes)
            if options.command:
                environment = {**os.environ, VARIABLE: addresses}
                return subprocess.run(options.command, env=environment).returncode
            sys.stderr.write(
                f"  Elasticsearch  {addresses}\n  make run HONGFAN_ELASTICSEARCH={addresses}\n"
                "  按 Ctrl-C 停止，数据不保留。 | Ctrl-C ends it; its data are not kept.\n"
            )
            signal.pause()
    except Missing as missing:
        if not options.command:
            sys.stderr.write(f"✗ {missing}\n")
            return 1
        sys.stderr.write(f"跳过这组测试 | These tests are skipped: {missing}\n")
        return 1 if os.environ.get("CI") else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
