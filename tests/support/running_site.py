"""The site with its demo content, served as ``make run`` serves it, for instruments."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
READY_WITHIN = 900
# A log in the terminal would hide the table that was asked for.
QUIET = {"stdout": subprocess.DEVNULL}


@contextlib.contextmanager
def running_site(port: int) -> Iterator[str]:
    """Yields the address without its last slash; stops the site afterwards.

    ``HONGFAN_HOME`` names a folder to use; else one is made, filled and thrown away. Raises
    ``RuntimeError`` where the site does not come up.
    """
    with contextlib.ExitStack() as stack:
        home = os.environ.get("HONGFAN_HOME") or stack.enter_context(
            tempfile.TemporaryDirectory(prefix="hongfan-site-")
        )
        environment = {**os.environ, "HONGFAN_HOME": home, "PORT": str(port)}
        command = [sys.executable, str(ROOT / "manage.py"), "serve"]
        site = subprocess.Popen(command, env=environment, cwd=ROOT, **QUIET)  # type: ignore[call-overload]
        stack.callback(stop, site)
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(site, address)
        yield address


def wait_until_ready(site: subprocess.Popen, address: str) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if site.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/health/ready", timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(1)
        else:
            return
    raise RuntimeError(f"The site at {address} did not start; `make run` says why.")


def stop(site: subprocess.Popen) -> None:
    site.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        site.wait(20)
        return
    site.kill()
