"""Wraps styled text between words: `wrapped`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

_MARKER = re.compile(r" *(?:\d+\.|•)? *")
"""The indent of a line, with the number or bullet of a list."""
_WORD = re.compile("[^ ]+ *")  # spaces only: a no-break space holds a number and its unit together


def wrapped(text: Text, width: int) -> Iterator[Text]:
    """Yield the lines of a text; lines of a list hang under their first word.

    A word wider than the terminal, such as an address, stays whole: the terminal breaks it, and it is copied whole.
    """
    for line in text.split("\n", allow_blank=True):
        yield from _wrapped_line(line, width)


def _wrapped_line(line: Text, width: int) -> Iterator[Text]:
    marker = _MARKER.match(line.plain)
    indent = " " * (marker.end() if marker else 0)
    for number, part in enumerate(line.divide(_breaks(line.plain, width, len(indent)))):
        part.rstrip()
        yield Text.assemble(indent, part) if number else part


def _breaks(line: str, width: int, indent: int) -> list[int]:
    """Return the positions of the words that open a line of their own."""
    breaks: list[int] = []
    column = indent
    for word in _WORD.finditer(line, indent):
        if column > indent and column + cell_len(word[0].rstrip(" ")) > width:
            breaks.append(word.start())
            column = indent
        column += cell_len(word[0])
    return breaks
