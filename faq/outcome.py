"""The closed set of what can come of a question. Assistant makes them, card words them; no third part.

    Urgent    a red flag: what to do now, before and instead of any matching
    Found     one entry is clearly meant
    Unsure    two or three entries are close
    Referred  a known subject that the article does not cover
    NotFound  nothing fits

Each carries `candidates`: the matcher's ranking, whatever was decided from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from faq.models import Entry, UrgentReply


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that a question may mean, and how far it is meant, from 0 to 1."""

    entry: Entry
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """What the matcher makes of a question: every entry, the likeliest first, and how likely it is an emergency."""

    matches: tuple[Match, ...]
    urgent: float = 0.0
    reply: str = ""
    """The id of the urgent reply that fits best."""


@dataclass(frozen=True, slots=True)
class Urgent:
    reply: UrgentReply
    candidates: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Found:
    entry: Entry
    score: float
    candidates: tuple[Match, ...]
    also: tuple[Entry, ...] = ()
    """What else the same message asks for, as clearly."""


@dataclass(frozen=True, slots=True)
class Unsure:
    suggestions: tuple[Entry, ...]
    score: float
    candidates: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Referred:
    entry: Entry
    score: float
    candidates: tuple[Match, ...]
    also: tuple[Entry, ...] = ()
    """What else the same message asks for, as clearly."""


@dataclass(frozen=True, slots=True)
class NotFound:
    score: float
    candidates: tuple[Match, ...]


Outcome = Urgent | Found | Unsure | Referred | NotFound
