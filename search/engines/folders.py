"""Where the embedded index lies: one folder a generation, and a file that names the current one.

<home>/search/<scope>/current          name of the folder that answers
<home>/search/<scope>/3-1f9c2a/        schema version and a random part: tantivy's files
<home>/search/<scope>/3-1f9c2a/position
"""

import logging
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engines.base import EngineUnavailable

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows
    fcntl = None  # type: ignore[assignment]


logger = logging.getLogger(__name__)


class Folders:
    """``version``: of the schema; folders of another one are not opened."""

    def __init__(self, root: Path, version: int) -> None:
        self.root = root
        self.version = version
        self._current = str(root / "current")

    def current(self) -> Path | None:
        """The folder that answers; ``None`` where nothing of this version was built yet.

        Raises ``EngineUnavailable`` where that can't be told.
        """
        try:
            # Asked several times by each request: ``Path.read_text`` takes four times as long.
            with open(self._current, "rb", buffering=0) as file:
                name = file.read(100).decode("ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        except OSError as error:
            raise EngineUnavailable(f"{type(error).__name__}: {error}") from error
        # Also guards against a file that holds something else.
        if not name.startswith(f"{self.version}-") or "/" in name:
            return None
        return self.root / name

    def new(self) -> Path:
        folder = self.root / f"{self.version}-{secrets.token_hex(6)}"
        folder.mkdir(parents=True)
        return folder

    def make_current(self, folder: Path) -> None:
        """From now on ``folder`` answers; the others are removed.

        Readers that have an old one open keep its files until they look again.
        """
        _replace(self.root / "current", folder.name)
        self.remove_others()

    def remove_others(self) -> None:
        kept = self.current()
        for folder in self.root.iterdir():
            if folder.is_dir() and folder != kept:
                shutil.rmtree(folder, ignore_errors=True)

    def remove_broken_off(self) -> None:
        """What a build that was killed left behind goes; nothing while one is under way."""
        try:
            with self.alone():
                self.remove_others()
        except (EngineUnavailable, OSError) as problem:
            logger.info("%s stays as it is: %s", self.root, problem)

    def read_position(self, folder: Path) -> int:
        try:
            return int((folder / "position").read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            # Taking changes in again harms nothing.
            return 0

    def write_position(self, folder: Path, position: int) -> None:
        _replace(folder / "position", str(position))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One process of this host at a time; raises ``EngineUnavailable`` for the second.

        The lock goes with its process, however that ends.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "building").open("a") as lock:
            if fcntl is not None:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError as error:
                    raise EngineUnavailable("another process is building this index") from error
            yield


def _replace(path: Path, text: str) -> None:
    """Written whole or not at all, also when the power fails."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with draft.open("w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def size_of(folder: Path) -> int:
    """Bytes on disk."""
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
