"""The rows of a message in Telegram's layout: sender, quoted message, text, folded quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby
from typing import assert_never

from tests.pictures.lettering import Line, Look, cut, line, paragraphs, width, wrapped
from tests.pictures.transcript import Message

SIZE = 14.0
"""Size of letters, in units of the picture."""
INDENT = 10.0
"""Indentation beside a bar."""
FOLDED = 3
"""Visible lines of a folded quote."""


class Kind(Enum):
    """The kind of a row. OPENS is the last row of a folded quote; GAP and SLIT are empty."""

    NAME = auto()
    TEXT = auto()
    QUIET = auto()
    OPENS = auto()
    GAP = auto()
    SLIT = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `barred`: it is part of a quote, with a bar at its left."""

    line: Line
    kind: Kind = Kind.TEXT
    barred: bool = False

    @property
    def height(self) -> float:
        """The height."""
        match self.kind:
            case Kind.NAME:
                return 21.0
            case Kind.TEXT | Kind.QUIET | Kind.OPENS:
                return 18.5
            case Kind.GAP:
                return 9.0
            case Kind.SLIT:
                return 5.0
            case _:
                assert_never(self.kind)

    @property
    def width(self) -> float:
        """The width."""
        return width(self.line, SIZE) + (INDENT if self.barred else 0)


def rows(message: Message, max_width: float, *, named: bool) -> tuple[Row, ...]:
    """Return the rows of a message, none wider than `max_width`. `named`: show the sender, as in groups."""
    return (*_head(message, max_width, named=named), *_body(message, max_width))


def _head(message: Message, max_width: float, *, named: bool) -> Iterator[Row]:
    name = line(message.name, Look.BOLD) if named and not message.mine else ()
    via = line(message.via)
    if name or via:
        yield Row((*name, *(line(" ") if name and via else ()), *via), Kind.NAME)
    sender, text = message.replied
    if sender:
        yield Row(line(sender, Look.BOLD | Look.COMMAND), barred=True)
        yield Row(cut(line(" ".join(text.split())), max_width - INDENT, SIZE), Kind.QUIET, barred=True)
        yield Row((), Kind.SLIT)


def _body(message: Message, max_width: float) -> Iterator[Row]:
    parts = groupby(paragraphs(message.text, message.entities), key=_folded)
    for folded, lines in parts:
        if folded:
            yield from _fold([row for each in lines for row in wrapped(each, max_width - INDENT, SIZE)])
        else:
            yield from (_row(row) for each in lines for row in wrapped(each, max_width, SIZE))


def _fold(lines: list[Line]) -> Iterator[Row]:
    yield Row((), Kind.SLIT)
    yield from (Row(each, barred=True) for each in lines[:FOLDED])
    if len(lines) > FOLDED:
        yield Row(line("Show more"), Kind.OPENS, barred=True)
    yield Row((), Kind.SLIT)


def _row(words: Line) -> Row:
    return Row(words) if words else Row((), Kind.GAP)


def _folded(words: Line) -> bool:
    return bool(words) and Look.FOLDED in words[0][1]
