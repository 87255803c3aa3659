"""A stand-in for ``manage.py``: the real supervisor over toy children, ready in no time.

Run as a script, so that signals, sessions and ends of processes are the real ones. The variable
``TOY`` names what goes wrong: words such as ``prepare-fails``, ``web-ends``, ``worker-stubborn``.
"""

import http.server
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "site"))

from core.serving.cli import main  # noqa: E402
from core.serving.orphan import end_with_supervisor  # noqa: E402

HOME = Path(os.environ["HONGFAN_HOME"])
TOY = os.environ.get("TOY", "").split()


def note(name: str) -> None:
    with (HOME / f"toy-{name}").open("a") as file:
        file.write(f"{os.getpid()}\n")


def sleep_for_ever() -> None:
    while True:
        time.sleep(60)


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"toy")

    def log_message(self, *arguments: object) -> None:
        pass


def prepare() -> None:
    if "prepare-fails" in TOY:
        sys.exit("toy: no database")
    if "prepare-hangs" in TOY:
        sleep_for_ever()


def web() -> None:
    if "web-ends" in TOY:
        sys.exit(3)
    if "web-has-child" in TOY:
        grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        (HOME / "toy-grandchild").write_text(str(grandchild.pid))
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", int(os.environ["PORT"])), Page, bind_and_activate=False
    )
    server.allow_reuse_address = True
    server.server_bind()
    server.server_activate()
    server.serve_forever()


def worker() -> None:
    if "worker-ends" in TOY:
        sys.exit(4)
    if "worker-stubborn" in TOY:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sleep_for_ever()


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        # Whatever the tests themselves were started under.
        hang_up = signal.SIG_IGN if "nohup" in TOY else signal.SIG_DFL
        signal.signal(signal.SIGHUP, hang_up)
        sys.exit(main(sys.argv[1:], Path(__file__).resolve()))
    note(sys.argv[1])
    end_with_supervisor()
    {"prepare": prepare, "web": web, "worker": worker}[sys.argv[1]]()
