"""Rows of a JSON Lines file: one object a line, each line for itself."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

# Bytes of one line. Longer ones are read past without being kept.
LINE_LIMIT = 16 * 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class UnreadableFile(Exception):
    """The file is not there or can't be read; says why, in the system's words."""


class BadRow(Exception):
    """A row that can't be imported: ``field`` (its name in the file) and ``reason``, in words."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class RawRow:
    """One line: ``number`` counts from 1, ``end`` is the position after it in bytes."""

    number: int
    end: int
    data: dict[str, Any] | None
    error: BadRow | None = None


def read_rows(path: Path) -> Iterator[RawRow]:
    """All lines that are not empty. A line that is no object carries its ``error``.

    Raises ``UnreadableFile``.
    """
    try:
        with path.open("rb") as file:
            yield from _read_lines(file)
    except OSError as error:
        raise UnreadableFile(error.strerror or str(error)) from error


def _read_lines(file: Any) -> Iterator[RawRow]:
    number = 0
    while line := file.readline(LINE_LIMIT):
        number += 1
        try:
            if not line.endswith(b"\n") and _skip_rest(file):
                raise BadRow(
                    "JSON",
                    _("这一行超过 %(limit)d MB。") % {"limit": LINE_LIMIT // 1024**2},
                )
            if number == 1:
                line = line.removeprefix(BYTE_ORDER_MARK)
            if line.strip():
                yield RawRow(number, file.tell(), parse_line(line))
        except BadRow as error:
            yield RawRow(number, file.tell(), None, error)


def _skip_rest(file: Any) -> bool:
    """Read to the line's end; whether there was anything left of it."""
    left = False
    while rest := file.readline(LINE_LIMIT):
        left = True
        if rest.endswith(b"\n"):
            break
    return left


def parse_line(line: bytes) -> dict[str, Any]:
    """The object of one line; raises ``BadRow``."""
    try:
        text = line.decode().strip()
    except UnicodeDecodeError as error:
        raise BadRow(
            "JSON", _("不是 UTF-8 编码（第 %(byte)d 个字节）。") % {"byte": error.start + 1}
        ) from error
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadRow(
            "JSON", _("JSON 写法有误（第 %(column)d 个字符）。") % {"column": error.colno}
        ) from error
    except (RecursionError, ValueError) as error:
        # Brackets nested without end, numbers of thousands of digits.
        raise BadRow("JSON", _("JSON 嵌套太深或数字太长。")) from error
    if not isinstance(data, dict):
        raise BadRow("JSON", _("这一行不是一个 JSON 对象。"))
    return data
