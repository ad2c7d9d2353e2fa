"""The values of `faq.gaps`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from faq.models import Entry
from faq.outcome import Match

FEWEST_ASKERS = 3
"""People who must have asked for the same before a curator sees it, so that no question identifies a person."""

Kind = Literal["phrasing", "unlike", "new entry", "out of scope"]
"""The edits for a gap: an entry answers it, an entry does not, a new one does, or none does."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was shared with the curators."""

    text: str
    asker: str | None
    """A pseudonym; None if it was not recorded: such a question counts for no asker."""
    day: date
    id: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The edit that is suggested for a gap."""

    kind: Kind
    entry: Entry | None
    """The entry of a phrasing, or of a message that is not meant."""
    everyday: bool
    """Whether it is no question of the field, if it is not meant or out of scope."""
    reason: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions of one meaning that the content does not answer."""

    representative: Asked
    """The question in the middle of the others."""
    members: tuple[Asked, ...]
    """All of them, those nearest the middle first."""
    nearest: tuple[Match, ...]
    """The likeliest entries for the representative."""
    suggestion: Suggestion

    @property
    def id(self) -> str:
        """The representative's id."""
        return self.representative.id

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(member.id for member in self.members)

    @property
    def askers(self) -> int:
        """How many different people asked."""
        return len({member.asker for member in self.members} - {None})

    @property
    def first(self) -> date:
        return min(member.day for member in self.members)

    @property
    def last(self) -> date:
        return max(member.day for member in self.members)

    @property
    def texts(self) -> tuple[str, ...]:
        """The different questions, those nearest the middle first."""
        return tuple(dict.fromkeys(member.text for member in self.members))
