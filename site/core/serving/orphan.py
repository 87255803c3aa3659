"""Children end when the process that started them is gone, however it went."""

import os
import signal
import threading
import time

GRACE = 4.0


def end_with_parent(parent: int, every: float = 0.5) -> None:
    """Watch in a thread that ``parent`` is still this process's parent; else stop as on SIGTERM.

    A process that does not follow the signal within ``GRACE`` seconds ends at once. Asking is all
    that works alike on every system: a signal on the parent's death is Linux's own.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(every)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os._exit(1)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


def end_with_supervisor() -> None:
    """The same, if a supervisor started this process (its id is in ``HONGFAN_PARENT``)."""
    parent = os.environ.get("HONGFAN_PARENT", "")
    if parent.isdigit():
        end_with_parent(int(parent))
