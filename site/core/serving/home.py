"""The folder of one installation: writable, taken by one supervisor, with a key of its own."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import IO

from core.serving.messages import CannotStart
from core.serving.options import Options

KEY_BYTES = 50


def check_home(home: Path) -> None:
    """Make the folder if need be and write in it. Raises ``CannotStart``."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=home, prefix=".writable-"):
            pass
    except OSError as error:
        reason = error.strerror or str(error)
        raise CannotStart(
            f"文件夹 {home} 不能写入（{reason}）。请修改权限或腾出空间，或换一个："
            "make run HONGFAN_HOME=文件夹",
            f"Can't write to {home}: change its permissions or free some space, "
            "or name another: make run HONGFAN_HOME=folder",
        ) from error


def ensure_secret_key(home: Path) -> None:
    """Keep a key of this installation beside its database, readable by its owner only."""
    path = home / "secret_key"
    # An empty file would be an empty key.
    if path.exists() and path.stat().st_size:
        return
    draft = home / "secret_key.new"
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(KEY_BYTES))
    draft.replace(path)


class Occupancy:
    """One supervisor a folder: two would migrate and write the same database.

    The lock lives as long as the process, however it ends; the text in the file tells a second
    start who is there, and this one whether the last owner left in order.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / "running"
        self.file: IO[str] | None = None
        self.left_behind = False

    def take(self, options: Options) -> None:
        """Raises ``CannotStart`` when another supervisor has the folder."""
        self.file = self.path.open("a+", encoding="utf-8")
        try:
            import fcntl

            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            return
        except BlockingIOError as error:
            self.file.seek(0)
            pid, _, url = self.file.read().strip().partition(" ")
            self.file.close()
            raise CannotStart(
                f"文件夹 {options.home} 里的网站已在运行：{url}（进程 {pid}）。"
                "请先停下它，或换一个文件夹：make run HONGFAN_HOME=文件夹",
                f"The site in {options.home} is already running at {url} (process {pid}): "
                "stop it first, or name another folder with HONGFAN_HOME",
            ) from error
        self.file.seek(0)
        self.left_behind = bool(self.file.read())
        self._note(f"{os.getpid()} {options.url}")

    def leave(self) -> None:
        if self.file is not None:
            self._note("")
            self.file.close()
            self.file = None

    def _note(self, text: str) -> None:
        if self.file is None:
            return
        self.file.truncate(0)
        self.file.write(text)
        self.file.flush()
