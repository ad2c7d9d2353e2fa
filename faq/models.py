"""The values of the curated FAQ: what an entry is, what it rests on, and the whole of them, `Faq`.

Nothing here reads a file, matches a question or knows of Telegram. Every value is frozen: content is
loaded once, checked whole, and then only read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Source:
    """A public page that an answer rests on or points to."""

    id: str
    title: str
    url: str
    figures: frozenset[str] = frozenset()
    """The numbers that the page states, as a curator read them there: no other may be told with it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the article: its heading, the figures it states, its numbered references."""

    name: str
    figures: frozenset[str] = frozenset()
    references: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Article:
    """The one article that the answers are drawn from."""

    title: str
    url: str
    author: str
    editor: str
    publisher: str
    updated: date
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """An answer's place in the article: the section, and the article's own reference number if it has one.

    The list behind the numbers is not known, so a number is told as a number and never resolved.
    """

    section: str
    reference: int | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """The basis of an entry on what the article does not cover: public pages to look at instead."""

    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What current guidance adds to the article or says differently, with sources of its own."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A curated question with its answer. A line of `answer` is a paragraph."""

    id: str
    topic: str
    question: str
    phrasings: tuple[str, ...]
    answer: str
    basis: Citation | Referral
    reviewed: date
    note: Note | None = None
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UrgentReply:
    """What a person with a red flag is told: what to do now and whom to call. Holds no FAQ text."""

    id: str
    heading: str
    paragraphs: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One rule of `safety.yaml`: every group of `when` must be met within `within` words, and no `unless`.

    A group is met by any one of its phrases. A `negatable` rule does not fire on what is denied, a rule of the
    `present` not on general questions or things of the past. `yes` and `no` are the rule's own examples: `check`
    proves the rule against them.
    """

    id: str
    reply: str
    when: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()
    within: int = 8
    negatable: bool = True
    present: bool = True
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The scores from which an entry is answered or suggested. Content: chosen by `legwise eval`."""

    answer: float
    suggest: float
    unasked: float
    """From here on an entry is answered in a group where nobody asked outright."""
    urgent: float = 0.5
    """From here on a message is taken for an emergency that no rule has words for."""


@dataclass(frozen=True, slots=True)
class ThresholdSets:
    """Thresholds for each way to match, since their scores don't mean the same."""

    words: Thresholds
    """For words alone."""
    meaning: Thresholds
    """For words and the sentence encoder."""


@dataclass(frozen=True)
class Faq:
    """Everything that the assistant knows: loaded, checked whole, read only."""

    article: Article
    disclaimer: str
    entries: tuple[Entry, ...]
    thresholds: ThresholdSets
    synonyms: dict[str, str] = field(default_factory=dict)
    chatter: dict[str, tuple[str, ...]] = field(default_factory=dict)
    urgent_replies: tuple[UrgentReply, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    emergencies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Messages that are an emergency, under the id of the reply that they should get."""
    calm: tuple[str, ...] = ()
    """Messages that only look like an emergency."""

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Each entry under its id."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def topics(self) -> dict[str, tuple[Entry, ...]]:
        """The entries under the title of their topic, in the curator's order."""
        titles = dict.fromkeys(entry.topic for entry in self.entries)
        return {title: tuple(e for e in self.entries if e.topic == title) for title in titles}
