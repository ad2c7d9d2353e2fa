"""A message in rows, as Telegram would lay it out: who, in reply to what, the words, folded quotes. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby
from typing import assert_never

from tests.pictures.lettering import Line, Look, cut, line, paragraphs, width, wrapped
from tests.pictures.transcript import Message

SIZE = 14.0
"""Of letters, in units of the picture."""
INDENT = 10.0
"""Of what stands beside a bar."""
FOLDED = 3
"""Lines that Telegram shows of a folded quote."""


class Kind(Enum):
    """What a row is. OPENS tells that a quote goes on; GAP and SLIT are empty."""

    NAME = auto()
    TEXT = auto()
    QUIET = auto()
    OPENS = auto()
    GAP = auto()
    SLIT = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `barred` is a row of a quote, with a bar at its left."""

    line: Line
    kind: Kind = Kind.TEXT
    barred: bool = False

    @property
    def height(self) -> float:
        """How high it is."""
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
        """How wide it is."""
        return width(self.line, SIZE) + (INDENT if self.barred else 0)


def rows(message: Message, most: float, *, named: bool) -> tuple[Row, ...]:
    """The rows of a message, none wider than `most`. In a group messages are `named`."""
    return (*_head(message, most, named=named), *_body(message, most))


def _head(message: Message, most: float, *, named: bool) -> Iterator[Row]:
    name = line(message.name, Look.BOLD) if named and not message.mine else ()
    via = line(message.via)
    if name or via:
        yield Row((*name, *(line(" ") if name and via else ()), *via), Kind.NAME)
    who, said = message.replied
    if who:
        yield Row(line(who, Look.BOLD | Look.COMMAND), barred=True)
        yield Row(cut(line(" ".join(said.split())), most - INDENT, SIZE), Kind.QUIET, barred=True)
        yield Row((), Kind.SLIT)


def _body(message: Message, most: float) -> Iterator[Row]:
    parts = groupby(paragraphs(message.text, message.entities), key=_folded)
    for folded, lines in parts:
        if folded:
            yield from _fold([row for each in lines for row in wrapped(each, most - INDENT, SIZE)])
        else:
            yield from (_row(row) for each in lines for row in wrapped(each, most, SIZE))


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
