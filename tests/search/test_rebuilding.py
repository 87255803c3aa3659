"""How a build ends that is not let finish: nothing goes on, nothing is left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command

import pytest

from search import door
from search.jobs import follow_all
from search.management.commands import search_rebuild
from search.rebuilding import rebuild
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory
from tests.support.searching import Index

POOL = """
import signal, time
import django
django.setup()
from search.management.commands.search_rebuild import stopped_by_signals
from search.rebuilding import Makers
with stopped_by_signals(), Makers("site", 2) as makers:
    print(*makers._pool._processes, flush=True)
    time.sleep(60)
"""
# A machine with much to do; what is watched for takes half a second.
PATIENCE = 30.0


def is_running(pid: int) -> bool:
    """A process that ended and that nobody has asked about does not count."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.fixture
def pool() -> Iterator[tuple["subprocess.Popen[str]", list[int]]]:
    """A process with a pool of two, as a rebuild has them, and the pool's ids."""
    root = Path(__file__).parents[2]
    path = os.pathsep.join([str(root), str(root / "site")])
    run = subprocess.Popen(
        [sys.executable, "-c", POOL],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    makers = [int(pid) for pid in run.stdout.readline().split()]
    yield run, makers
    for pid in (run.pid, *makers):
        if is_running(pid):
            os.kill(pid, signal.SIGKILL)
    run.communicate()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux who is running")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_makers_end_with_the_process_that_began_them(
    pool: tuple["subprocess.Popen[str]", list[int]], how: signal.Signals
) -> None:
    run, makers = pool
    assert len(makers) == 2
    assert all(map(is_running, makers))
    run.send_signal(how)
    run.wait(PATIENCE)
    until = time.monotonic() + PATIENCE
    while any(map(is_running, makers)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(is_running, makers))


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_stops_a_rebuild_reads_one_line(
    search_home: Path,
    site_tree: SiteTree,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Any,
    how: signal.Signals,
    code: int,
) -> None:
    before = signal.getsignal(signal.SIGTERM)
    # Who was started in the background of a shell is deaf to Ctrl-C, and so are these tests then.
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)

    def stopped(*_arguments: object, **_options: object) -> int:
        os.kill(os.getpid(), how)
        time.sleep(PATIENCE)
        return 0

    monkeypatch.setattr(search_rebuild, "rebuild", stopped)
    try:
        with pytest.raises(SystemExit) as ended:
            call_command("search_rebuild")
    finally:
        signal.signal(signal.SIGINT, heard)
    said = capsys.readouterr().err.strip()
    assert ended.value.code == code
    assert len(said.splitlines()) == 1
    assert "原来的索引" in said
    assert "old index" in said
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.parametrize("index", ["embedded"], indirect=True)
@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_nothing_is_left_of_a_build_that_was_stopped(
    index: Index, site_tree: SiteTree, stop: type[BaseException]
) -> None:
    NewsPageFactory(parent=site_tree.news, title="渡口修起石阶路")
    index.catch_up()

    def stopped(done: int, total: int) -> None:
        raise stop

    with pytest.raises(stop):
        rebuild(index.engine, progress=stopped)
    assert folders() == [door.embedded().folder]
    assert index.titles("石阶") == ["渡口修起石阶路"]


@pytest.mark.parametrize("index", ["embedded"], indirect=True)
def test_the_next_build_removes_what_a_killed_one_left(index: Index) -> None:
    left = door.embedded().folders.new()
    (left / "meta.json").write_text("{")
    rebuild(index.engine)
    assert folders() == [door.embedded().folder]


@pytest.mark.parametrize("index", ["embedded"], indirect=True)
def test_the_worker_removes_what_a_killed_build_left(index: Index) -> None:
    index.catch_up()
    found = door.embedded().folders
    answering, left = found.current(), found.new()
    with found.alone():
        # Somebody else is building just now.
        found.remove_broken_off()
    assert set(folders()) == {answering, left}
    stopping = threading.Event()
    stopping.set()
    follow_all(stopping)
    assert folders() == [answering]


def folders() -> list[Path]:
    return [path for path in door.embedded().folders.root.iterdir() if path.is_dir()]
