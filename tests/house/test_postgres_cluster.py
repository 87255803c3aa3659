"""The throw-away PostgreSQL leaves nothing behind, however its user ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.postgres import VARIABLE, find_programs

SCRIPT = Path(__file__).parents[1] / "support" / "postgres.py"
SHOW = f"import os; print(os.environ['{VARIABLE}'].partition('host=')[2], flush=True); input()"


@pytest.fixture
def running():
    if find_programs() is None:
        pytest.skip("PostgreSQL is not installed")
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), sys.executable, "-c", SHOW],
        env={name: value for name, value in os.environ.items() if name != VARIABLE},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process, Path(process.stdout.readline().strip())
    process.kill()
    process.communicate()


def ended(folder: Path) -> bool:
    """The folder goes last, after the server."""
    until = time.monotonic() + 30
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
    return not folder.exists()


def test_ends_with_its_command(running):
    process, folder = running
    assert (folder / "data" / "postmaster.pid").exists()
    process.communicate("\n")
    assert process.returncode == 0
    assert ended(folder)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_ends_with_its_user(running, number):
    process, folder = running
    process.send_signal(number)
    assert ended(folder)
