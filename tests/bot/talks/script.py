"""The script of a talk: who says what, and what is expected of the bot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
NAMES = ("private", "group")
ANN = "Ann"
"""Who writes in the private talk."""
SILENCE = "silence"
"""No words; in private a reaction may stand for them."""
# "whom" is an honest no that says whom to ask, "repeat" a link to the answer above.
_TOLD = ("answer", "refer", "more", "sources", "suggest", "urgent", "none", "whom", "repeat", SILENCE)
_SMALL_TALK = ("greeting", "thanks", "bye", "help", "rude")
_KINDS = frozenset(_TOLD + _SMALL_TALK)
_LINE = re.compile(r"(?P<who>[A-Z]\w+)?> (?P<text>.+)")


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of the bot: one of the kinds; and the entries, unless they are empty.

    `today` is the kind that comes so far, where the matching or the content is to be mended.
    """

    kinds: tuple[str, ...]
    entry: str = ""
    about: str = ""
    also: str = ""
    today: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A message and what is expected of the bot. `line` is its number in the script."""

    line: int
    who: str
    text: str
    expected: Expected


def read(name: str) -> tuple[Turn, ...]:
    """Return the turns of a talk."""
    lines = [
        (number, line)
        for number, line in enumerate((HERE / f"{name}.txt").read_text("utf-8").splitlines(), 1)
        if line and not line.startswith("#")
    ]
    return tuple(_turn(*said, expected) for said, (_, expected) in zip(lines[::2], lines[1::2], strict=True))


def _turn(number: int, said: str, expected: str) -> Turn:
    found = _LINE.fullmatch(said)
    assert found, f"line {number} is not what somebody says: {said}"
    return Turn(number, found["who"] or ANN, found["text"], _expected(expected))


def _expected(line: str) -> Expected:
    """Read a line like `refer or answer warm-bath | about coffee`."""
    first, *rest = line.split(" | ")
    words = [word for word in first.split() if word != "or"]
    kinds, entries = [w for w in words if w in _KINDS], [w for w in words if w not in _KINDS]
    assert kinds, f"no kind in {line}"
    assert len(entries) <= 1, f"{entries[:-1]} is no kind, in {line}"
    return Expected(tuple(kinds), "".join(entries), **dict(each.split() for each in rest))
