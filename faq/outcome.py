"""The possible outcomes of a question, a closed set.

    Urgent    a red flag: first aid, before and instead of any answer
    Found     one entry is clearly meant
    Unsure    two or three entries are close
    Referred  a known subject that the article does not cover
    Smalltalk a greeting, thanks and the like
    Foreign   a language that is not read
    NotFound  no entry fits

Each has a `kind`, its name in JSON and metrics; a `target`, the key of its answer: an entry's id, an urgent reply's id
after a colon, the entries that are offered after question marks, or empty; a `score` from 0 to 1; `candidates`, the
matcher's whole ranking; the `language` of the question; and `support`, whether a soft line with a helpline belongs
under it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Literal

from faq.models import Entry, SmallTalk, TalkKind, UrgentReply

Kind = Literal["urgent", "answer", "suggest", "referral", "smalltalk", "foreign", "none"]
Depth = Literal["answer", "more", "sources"]
"""What is told of an entry: its answer, the rest that is folded otherwise, or what it rests on."""
Chat = Literal["private", "group"]
ANSWERED_IN_GROUPS: frozenset[TalkKind] = frozenset({"greeting", "help"})
"""Small talk that is answered in a group, if it is put to the bot outright."""
OFFER = "?"
"""Opens each entry in the target of an outcome that only offers entries."""
_URGENT = ":"
ENGLISH = "en"
"""The language that is read."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry and the probability that the question means it."""

    entry: Entry
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """All entries for one question, the likeliest first, and the probability of an emergency."""

    matches: tuple[Match, ...]
    urgent: float = 0.0
    reply: str = ""
    """The id of the urgent reply that fits best."""
    reply_score: float = 0.0
    """The probability that this reply is the right one."""
    lead: float = 1.0
    """The share of the likeliest entry among itself, the next two and all that is no question; see `Thresholds`."""
    margin: float = math.inf
    """How much more the message resembles emergencies than calm messages; infinite if that can't be told."""
    talk: TalkKind | None = None
    """The kind of small talk that is likeliest, if the content has any."""
    talk_score: float = 0.0
    """The probability of that kind."""
    follow_up: Depth | None = None
    """What the message asks for of the answer before, if that is likelier than all else."""
    no_question: float = 0.0
    """The probability of anything but an entry's question."""
    foreign_words: int = 0
    """How many words no entry uses."""
    near: float = 0.0
    """The probability of a question of the same field that no entry answers."""
    taken: str = ""
    """The name of the likeliest class of all."""


@dataclass(frozen=True, slots=True)
class Urgent:
    kind: ClassVar[Kind] = "urgent"
    score: ClassVar[float] = 1.0
    reply: UrgentReply
    candidates: tuple[Match, ...]
    them: bool = False
    """Whether the message is about another person."""
    language: str = ENGLISH
    support: bool = False

    @property
    def target(self) -> str:
        return f"{_URGENT}{self.reply.id}"


@dataclass(frozen=True, slots=True)
class Found:
    kind: ClassVar[Kind] = "answer"
    entry: Entry
    score: float
    candidates: tuple[Match, ...]
    also: tuple[Entry, ...] = ()
    """Entries that the same message asks for as clearly."""
    about: Entry | None = None
    """The entry told before, if the message was read in its context."""
    depth: Depth = "answer"
    partial: bool = False
    """Whether another question of the message has no answer."""
    language: str = ENGLISH
    support: bool = False
    """Whether the message tells of distress short of an emergency."""

    @property
    def target(self) -> str:
        return self.entry.id


@dataclass(frozen=True, slots=True)
class Unsure:
    kind: ClassVar[Kind] = "suggest"
    suggestions: tuple[Entry, ...]
    score: float
    candidates: tuple[Match, ...]
    about: Entry | None = None
    """The entry told before, if the message was read in its context."""
    language: str = ENGLISH
    support: bool = False

    @property
    def target(self) -> str:
        return "".join(f"{OFFER}{entry.id}" for entry in self.suggestions)


@dataclass(frozen=True, slots=True)
class Referred:
    kind: ClassVar[Kind] = "referral"
    entry: Entry
    score: float
    candidates: tuple[Match, ...]
    also: tuple[Entry, ...] = ()
    """Entries that the same message asks for as clearly."""
    about: Entry | None = None
    """The entry told before, if the message was read in its context."""
    depth: Depth = "answer"
    partial: bool = False
    """Whether another question of the message has no answer."""
    language: str = ENGLISH
    support: bool = False
    """Whether the message tells of distress short of an emergency."""

    @property
    def target(self) -> str:
        return self.entry.id


@dataclass(frozen=True, slots=True)
class Smalltalk:
    kind: ClassVar[Kind] = "smalltalk"
    target: ClassVar[str] = ""
    talk: SmallTalk
    score: float
    candidates: tuple[Match, ...]
    language: str = ENGLISH
    support: bool = False


@dataclass(frozen=True, slots=True)
class Foreign:
    kind: ClassVar[Kind] = "foreign"
    target: ClassVar[str] = ""
    language: str
    score: float
    candidates: tuple[Match, ...]
    suggestion: Entry | None = None
    """The likeliest entry, if one is likely."""
    support: bool = False


@dataclass(frozen=True, slots=True)
class NotFound:
    kind: ClassVar[Kind] = "none"
    target: ClassVar[str] = ""
    score: float
    candidates: tuple[Match, ...]
    near: bool = False
    """Whether it is a question of the same field."""
    about: Entry | None = None
    """The entry told before, if the message was read in its context."""
    language: str = ENGLISH
    support: bool = False


Outcome = Urgent | Found | Unsure | Referred | Smalltalk | Foreign | NotFound


def is_urgent(target: str) -> bool:
    """Whether a target is that of an urgent reply."""
    return target.startswith(_URGENT)


def is_silent(outcome: Outcome, chat: Chat, *, outright: bool = True) -> bool:
    """Whether an outcome gets no words: in a group others would read them for nothing.

    Args:
        outcome: what was found.
        chat: where it was asked.
        outright: whether the bot was asked by a command or a mention.

    """
    match outcome:
        case Smalltalk(talk) if chat == "private":
            return not talk.reply
        case Smalltalk(talk):
            return talk.kind not in ANSWERED_IN_GROUPS or not outright
        case NotFound():
            return chat == "group" and not outright
        case _:
            return False
