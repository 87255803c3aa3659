"""The pages of one process made one after another, instead of all at once.

Python computes one thing at a time. Pages made side by side in threads hold each other up, and each
is ready when all are; in turn the first is ready as soon as it can be, and the last no later. The
threads are there for what takes long, and that takes no turn.

The processes share one door, and whoever is nearest opens: of eight readers who keep their
connections one process may have seven, while the other has time. Who came to a long line is
therefore asked to come in anew the next time.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import connection

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

# Seconds, ten times what a page takes: what is before is none, or waits for something itself.
PATIENCE = 0.1
# With so many before, another process is probably quicker. One is sent away, and then none of the
# next ones: would all go, the other process had the long line.
LONG_LINE = 4
STAYING = LONG_LINE
# So many may stand in line in a process; as many threads are begun when they are needed.
MOST_IN_LINE = 8


class Line:
    """One at a time, in the order in which they came.

    ``patience``: seconds that somebody waits; ``present``: how many are waiting or at it.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self.present = 0
        self._mutex = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Lock] = deque()
        self._stayed = 0

    def enter(self) -> tuple[bool, bool]:
        """Waits. Whether it is the caller's turn now, or patience is over; and whether to come in
        anew the next time."""
        with self._mutex:
            goes = self.present >= LONG_LINE and self._stayed >= STAYING
            self._stayed = 0 if goes else self._stayed + 1
            self.present += 1
            if not self._is_taken:
                self._is_taken = True
                return True, goes
            call = threading.Lock()
            call.acquire()
            self._waiting.append(call)
        if call.acquire(timeout=self.patience):
            return True, goes
        with self._mutex:
            if call not in self._waiting:
                # Called at the last moment.
                return True, goes
            self._waiting.remove(call)
        return False, goes

    def leave(self, *, was_turn: bool) -> None:
        with self._mutex:
            self.present -= 1
            if not was_turn:
                return
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


def in_turn(application: Application, line: Line) -> Application:
    """``application``, answering one reader at a time as long as each is quick.

    Whose patience is over goes ahead beside the others. What writes and the admin take no turn, and
    answers are sent outside of it.
    """

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or environ["PATH_INFO"].startswith("/admin/"):
            return application(environ, start_response)
        is_turn, goes = line.enter()

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            if goes and environ["SERVER_PROTOCOL"] == "HTTP/1.1":
                headers = [*headers, ("Connection", "close")]
            return start_response(status, headers, *error)

        try:
            return application(environ, start)
        finally:
            line.leave(was_turn=is_turn)

    return answer


def is_of_use() -> bool:
    """Whether pages wait for nothing outside their process: while they do, others should go on."""
    return connection.vendor == "sqlite" and not settings.HONGFAN_ELASTICSEARCH
