"""Breaks text with Telegram's entities into lines of a maximum width.

Widths are those of Arial, which Helvetica and Liberation Sans share; unknown letters count as wide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Flag, auto
from itertools import groupby
from typing import Any

_WIDTHS = {
    191: "'", 222: "ijl‘’", 260: "|", 278: " !,./:;I[\\]ft·", 333: "()-`r“”", 334: "{}", 350: "•", 355: '"', 389: "*",
    469: "^", 500: "Jcksvxyz", 549: "≥≤", 556: "#$0123456789?L_abdeghnopqu«»–é", 584: "+<=>~×", 611: "FTZ",
    667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W",
}  # fmt: skip
_BOLD_WIDTHS = {
    238: "'", 278: " ,./I\\ijl‘’·", 280: "|", 333: "!()-:;[]`ft", 350: "•", 389: "*r{}", 474: '"', 500: "z“”",
    549: "≥≤", 556: "#$0123456789J_aceksvxy«»–é", 584: "+<=>^~×", 611: "?FLTZbdghnopqu", 667: "EPSVXY",
    722: "&ABCDHKNRU", 778: "GOQw", 833: "M", 889: "%m", 944: "W",
}  # fmt: skip
_WIDE = 1000
"""Width of an unknown letter, in thousandths of the size."""
_LETTERS = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_BOLD_LETTERS = {letter: width for width, letters in _BOLD_WIDTHS.items() for letter in letters}


class Look(Flag):
    """The style of a letter. FOLDED is part of an expandable quote."""

    PLAIN = 0
    BOLD = auto()
    ITALIC = auto()
    LINK = auto()
    COMMAND = auto()
    FOLDED = auto()


_ENTITIES = {
    "bold": Look.BOLD, "italic": Look.ITALIC, "text_link": Look.LINK, "bot_command": Look.COMMAND,
    "mention": Look.COMMAND, "expandable_blockquote": Look.FOLDED,
}  # fmt: skip

Letter = tuple[str, Look]
Line = tuple[Letter, ...]


def line(text: str, look: Look = Look.PLAIN) -> Line:
    """Return a line in one style."""
    return tuple((letter, look) for letter in text)


def paragraphs(text: str, entities: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    """Return the unwrapped lines of a message. Raises KeyError for an unsupported kind of entity."""
    lines: list[list[Letter]] = [[]]
    at = 0
    for letter in text:
        look = _look(entities, at)
        at += len(letter.encode("utf-16-le")) // 2
        if letter == "\n":
            lines.append([])
        else:
            lines[-1].append((letter, look))
    return tuple(map(tuple, lines))


def wrapped(whole: Line, max_width: float, size: float) -> tuple[Line, ...]:
    """Wrap a line into lines, none wider than `max_width` unless it is one word."""
    lines: list[Line] = []
    current: Line = ()
    for word in _words(whole):
        if current and not _blank(word) and width((*current, *word), size) > max_width:
            lines.append(_stripped(current))
            current = ()
        current += word
    return (*lines, _stripped(current))


def cut(whole: Line, max_width: float, size: float) -> Line:
    """Cut a line to a width, with an ellipsis if it is shortened."""
    if width(whole, size) <= max_width:
        return whole
    shorter = whole
    while shorter and width((*shorter, ("…", shorter[-1][1])), size) > max_width:
        shorter = shorter[:-1]
    return (*_stripped(shorter), ("…", whole[0][1]))


def width(letters: Line, size: float) -> float:
    """Return the width of a line, in the unit of the size."""
    return (
        sum((_BOLD_LETTERS if Look.BOLD in look else _LETTERS).get(letter, _WIDE) for letter, look in letters)
        * size
        / 1000
    )


def runs(letters: Line) -> Iterator[tuple[str, Look]]:
    """Yield the parts of a line that have one style."""
    for look, stretch in groupby(letters, key=lambda letter: letter[1]):
        yield "".join(letter for letter, _ in stretch), look


def _look(entities: Sequence[Mapping[str, Any]], at: int) -> Look:
    look = Look.PLAIN
    for entity in entities:
        if entity["offset"] <= at < entity["offset"] + entity["length"]:
            look |= _ENTITIES[entity["type"]]
    return look


def _words(whole: Line) -> Iterator[Line]:
    """Yield words and blanks."""
    text = "".join(letter for letter, _ in whole)
    for found in re.finditer(r" +|[^ ]+", text):
        yield whole[found.start() : found.end()]


def _blank(letters: Line) -> bool:
    return all(letter == " " for letter, _ in letters)


def _stripped(letters: Line) -> Line:
    while letters and _blank(letters[-1:]):
        letters = letters[:-1]
    return letters
