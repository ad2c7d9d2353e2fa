"""The values that handlers, views and the store share. No I/O, and no library but the standard one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Who(StrEnum):
    """Who may ask in a chat."""

    EVERYONE = "everyone"
    ADMINS = "admins"


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What holds in a chat.

    Attributes:
        listen: whether it answers what nobody asked it outright.
        compact: whether answers take the short form.
        remove_after: seconds until an answer is removed; 0 for never.
        cooldown: seconds between two answers that nobody asked for outright.
        who: who may ask.

    """

    listen: bool = False
    compact: bool = True
    remove_after: int = 0
    cooldown: int = 600
    who: Who = Who.EVERYONE


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in a chat, or a claim to give one.

    Attributes:
        message_id: the answer's own; None while it is claimed only.
        entry: the entry that it tells; empty for none.
        asker: the alias of who asked.
        digest: the digest of the question.
        asked: whether somebody asked outright.
        at: when it was claimed or given, in seconds since 1970.
        remove_at: when it is to be removed; None for never.

    """

    chat_id: int
    question_id: int
    message_id: int | None
    thread_id: int | None
    entry: str
    asker: str
    digest: str
    asked: bool
    at: int
    remove_at: int | None


class Vote(StrEnum):
    """What a person says of an answer, or of a set of suggestions."""

    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"
    NONE_OF_THESE = "none-of-these"


@dataclass(frozen=True, slots=True)
class SharedQuestion:
    """A question as the curators read it, and the day (UTC) on which it was shared."""

    text: str
    day: date


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was deleted of a person: how many votes, and how many answers that were given to them."""

    votes: int
    answers: int
