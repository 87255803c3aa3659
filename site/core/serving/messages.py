"""Lines for the person at the terminal, Chinese first."""

import sys


class CannotStart(Exception):
    """The person at the keyboard can put it right; the one line says how."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese} | {english}")


def say(chinese: str, english: str) -> None:
    _write(f"{chinese} | {english}", sys.stdout)


def complain(problem: object) -> None:
    _write(f"✗ {problem}", sys.stderr)


def write(text: str) -> None:
    _write(text, sys.stdout)


def _write(text: str, stream: object) -> None:
    """UTF-8 whatever the terminal's encoding claims: a C locale must not end in a traceback."""
    raw = getattr(stream, "buffer", None)
    if raw is None:
        stream.write(f"{text}\n")  # type: ignore[attr-defined]
        return
    stream.flush()  # type: ignore[attr-defined]
    raw.write(f"{text}\n".encode())
    raw.flush()
