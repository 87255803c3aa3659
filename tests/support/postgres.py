"""Run a command with a PostgreSQL to test on, and end that PostgreSQL with it.

    python tests/support/postgres.py COMMAND …

``HONGFAN_TEST_DATABASE_URL`` is left alone where it is set. Else a cluster is made in a temporary
folder, reachable through a Unix socket in that folder only, quick because it need not survive
anything. Where PostgreSQL is not installed the command is skipped with one line; with CI set that
is a failure.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

VARIABLE = "HONGFAN_TEST_DATABASE_URL"
# Nothing to lose: no waiting for the disk.
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"]


def find_programs() -> Path | None:
    """The folder of ``initdb``: Debian keeps it off the path, the newest version last."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    return found[-1].parent if found else None


def other_user() -> dict[str, object]:
    """PostgreSQL refuses to run as root, so root hands it to somebody else."""
    if os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise SystemExit("✗ PostgreSQL 不能以 root 运行 | PostgreSQL won't run as root")


@contextlib.contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """A running cluster; yields the address of its database."""
    folder = Path(tempfile.mkdtemp(prefix="hongfan-postgres-"))
    identity = other_user()
    if identity:
        os.chown(folder, identity["user"], identity["group"])  # type: ignore[arg-type]
    data = folder / "data"
    run = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL, **identity}
    options = " ".join(f"-c {item}" for item in FAST)
    options += f" -c listen_addresses='' -c unix_socket_directories='{folder}'"
    with guardian(programs, folder, identity):
        make = ["-U", "hongfan", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run([programs / "initdb", "-D", data, *make], **run)  # type: ignore[call-overload]
        start = ["-D", data, "-l", folder / "log", "-w", "-o", options, "start"]
        subprocess.run([programs / "pg_ctl", *start], **run)  # type: ignore[call-overload]
        yield f"postgres://hongfan@/postgres?host={quote(str(folder), safe='/')}"


@contextlib.contextmanager
def guardian(programs: Path, folder: Path, identity: dict[str, object]) -> Iterator[None]:
    """Stops the cluster and removes its folder, even if this process is killed.

    It waits on a pipe whose other end closes with us, however we end.
    """
    script = 'read -r _; "$0" -D "$1/data" -m immediate stop >/dev/null 2>&1; rm -rf "$1"'
    keeper = subprocess.Popen(
        ["sh", "-c", script, programs / "pg_ctl", folder],
        cwd="/",
        stdin=subprocess.PIPE,
        start_new_session=True,
        **identity,  # type: ignore[call-overload]
    )
    try:
        yield
    finally:
        keeper.stdin.close()
        keeper.wait()


def main(command: list[str]) -> int:
    if os.environ.get(VARIABLE):
        return subprocess.run(command).returncode
    programs = find_programs()
    if programs is None:
        sys.stderr.write(
            "PostgreSQL 未安装，跳过这组测试（apt install postgresql）。"
            " | PostgreSQL is not installed: these tests are skipped.\n"
        )
        return 1 if os.environ.get("CI") else 0
    # The command hears Ctrl-C itself and ends; the cluster is stopped after it.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with cluster(programs) as address, contextlib.suppress(KeyboardInterrupt):
        return subprocess.run(command, env={**os.environ, VARIABLE: address}).returncode
    return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
