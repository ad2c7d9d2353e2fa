"""The cells of a CSV file: a text, or a list with one item a line.

Spreadsheets run a cell that begins like a formula. An apostrophe before it makes it text, and is taken off on reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"'*[=+\-@\t\r\n|%＝＋－＠]")
_QUOTED = re.compile(r"'+[=+\-@\t\r\n|%＝＋－＠]")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_UNESCAPES = {written: char for char, written in _ESCAPES.items()}


def cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs."""
    return f"'{text}" if _FORMULA.match(text) else text


def text(cell: str) -> str:
    """Return the text of a cell."""
    return cell[1:] if _QUOTED.match(cell) else cell


def list_cell(items: Iterable[str]) -> str:
    """Return a list as a cell with one item a line; a line break in an item is written as a backslash and an n."""
    return cell("\n".join(re.sub(r"[\\\n\r]", lambda match: _ESCAPES[match[0]], item) for item in items))


def lines(cell: str) -> list[str]:
    """Return the lines of a cell, empty ones too; none for an empty cell."""
    whole = text(cell).replace("\r\n", "\n")
    return [re.sub(r"\\[\\nr]", lambda match: _UNESCAPES[match[0]], line) for line in whole.split("\n")] if cell else []


def items(cell: str) -> list[str]:
    """Return the items of a list; empty lines are none."""
    return [item for line in lines(cell) if (item := line.strip())]


def aligned(cells: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the rows of cells whose lines belong together, as many as the first cell has lines."""
    columns = [lines(cell) for cell in cells]
    count = len(columns[0])
    return list(zip(*(column[:count] + [""] * (count - len(column)) for column in columns), strict=True))
