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
        # The file as it was when it was last read, and what it said.
        self._read: tuple[tuple[int, int], Path | None] | None = None

    def current(self) -> Path | None:
        """The folder that answers; ``None`` where nothing of this version was built yet.

        Raises ``EngineUnavailable`` where that can't be told.
        """
        try:
            # Asked ten times by each request. Another folder takes over by another file.
            found = os.stat(self._current)
            file, read = (found.st_ino, found.st_mtime_ns), self._read
            if read is None or read[0] != file:
                read = self._read = (file, self._named())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise EngineUnavailable(f"{type(error).__name__}: {error}") from error
        return read[1]

    def _named(self) -> Path | None:
        """The folder that the file names; none where it holds something else."""
        name = Path(self._current).read_bytes()[:100].decode("ascii", "replace").strip()
        return self.root / name if name.startswith(f"{self.version}-") and "/" not in name else None

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
