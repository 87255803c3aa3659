"""A line on the terminal that shows how far a long run has come."""

import time
from typing import TextIO

WIDTH = 24


class ProgressBar:
    """Draws to ``stream`` where that is a terminal; else keeps silent."""

    def __init__(self, stream: TextIO, total: int, unit: str) -> None:
        self.stream = stream
        self.total = max(total, 1)
        self.unit = unit
        self.started = time.monotonic()
        self.shown = stream.isatty()

    def show(self, position: int, count: int) -> None:
        """``position`` of ``total``; ``count`` units done so far."""
        if not self.shown:
            return
        share = min(position / self.total, 1.0)
        seconds = max(time.monotonic() - self.started, 0.001)
        left = seconds / share - seconds if share else 0
        bar = "█" * round(share * WIDTH)
        self.stream.write(
            f"\r{bar:░<{WIDTH}} {share:4.0%}  {count:,} {self.unit}"
            f"  {count / seconds:,.0f}/s  {int(left) // 60}:{int(left) % 60:02d} \x1b[K"
        )
        self.stream.flush()

    def clear(self) -> None:
        """Take the line away, so that something else can be written there."""
        if self.shown:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
