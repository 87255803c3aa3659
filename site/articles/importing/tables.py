"""Tables of HTML into the value of our table block."""

import re
from typing import Any

from articles.importing.pieces import Cell, Table, is_formatted, markup, plain

NUMBER = re.compile(r"[+-]?\d[\d,.]*\s?%?")
EMPTY = Cell()


def table_value(table: Table) -> dict[str, Any]:
    """The raw value: the first row as headings, a column type by what stands in the column."""
    head, *rows = _grid(table)
    columns = list(zip(*rows, strict=True))
    kinds = [_kind(column) for column in columns]
    return {
        "caption": table.caption,
        "columns": [
            {"type": kind, "heading": plain(cell.line)}
            for kind, cell in zip(kinds, head, strict=True)
        ],
        "rows": [
            {"values": [_value(kind, cell) for kind, cell in zip(kinds, row, strict=True)]}
            for row in rows
        ],
    }


def _grid(table: Table) -> list[list[Cell]]:
    """All rows equally long: what spans columns or rows is followed by empty cells."""
    grid: list[list[Cell]] = []
    # Columns that a cell from above still covers, with the number of rows left.
    covered: dict[int, int] = {}
    for cells in table.rows:
        row: list[Cell] = []
        waiting = list(cells)
        while waiting or covered.get(len(row), 0) > 0:
            column = len(row)
            if covered.get(column, 0) > 0:
                covered[column] -= 1
                row.append(EMPTY)
                continue
            cell = waiting.pop(0)
            for offset in range(cell.columns):
                row.append(EMPTY if offset else cell)
                covered[column + offset] = cell.rows - 1
        grid.append(row)
    width = max(len(row) for row in grid)
    return [row + [EMPTY] * (width - len(row)) for row in grid]


def _kind(cells: tuple[Cell, ...]) -> str:
    if any(is_formatted(cell.line) for cell in cells):
        return "rich"
    words = [plain(cell.line) for cell in cells if cell.lines]
    return "number" if words and all(NUMBER.fullmatch(word) for word in words) else "text"


def _value(kind: str, cell: Cell) -> str:
    if kind != "rich":
        return plain(cell.line)
    # Cells know no italics; see ``core.richtext``.
    return f"<p>{markup(cell.line, italics=False)}</p>" if cell.lines else ""
