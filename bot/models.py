"""Values shared by handlers, views and the store. They need no library but the standard one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "guest_message",
    "my_chat_member",
)
"""The kinds of update that have a handler; Telegram sends no others."""


def is_group(chat_id: int) -> bool:
    """Return whether a chat is a group or channel: Telegram gives those negative ids."""
    return chat_id < 0


class Who(StrEnum):
    """Users allowed to ask in a chat."""

    EVERYONE = "everyone"
    ADMINS = "admins"


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """The settings of a chat.

    Attributes:
        listen: whether questions are answered that are not addressed to the bot.
        compact: whether all but the short answer is folded.
        remove_after: seconds until an answer is removed; 0 for never.
        cooldown: seconds between two unprompted answers.
        who: users who may ask.

    """

    listen: bool = False
    compact: bool = True
    remove_after: int = 0
    cooldown: int = 600
    who: Who = Who.EVERYONE


NO_MESSAGE = 0
"""The message id of an answer that cannot be linked to, edited or removed: it was removed, or is a guest's."""


@dataclass(frozen=True, slots=True)
class BotRights:
    """The rights of the bot in a group.

    Attributes:
        is_admin: whether it is an admin, and so sees all messages.
        without_privacy: whether its privacy mode is off, so that it sees all messages of groups that it joins.
        may_write: whether it may send messages.
        may_delete: whether it may delete messages of others.

    """

    is_admin: bool
    without_privacy: bool
    may_write: bool
    may_delete: bool


class Silence(StrEnum):
    """Why a message gets no answer, or no other than a notice of the reason."""

    NOT_ADDRESSED = "not_addressed"
    NOT_A_PERSON = "not_a_person"
    UNREADABLE = "unreadable"
    UNSURE_UNASKED = "unsure_unasked"
    SMALL_TALK = "small_talk"
    NOT_FOUND = "not_found"
    COOLDOWN = "cooldown"
    ADMINS_ONLY = "admins_only"
    LIMITED = "limited"
    EDITED_TOO_LATE = "edited_too_late"
    EXPIRED = "expired"
    MAY_NOT_WRITE = "may_not_write"
    BLOCKED = "blocked"
    SHED = "shed"
    IN_DOUBT = "may_have_been_sent"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in a chat, or the claim to a question.

    Attributes:
        message_id: the message that answers; None for a claim.
        entry: the target of the outcome with what was offered (see `faq.context`); empty for none.
        asker: the pseudonym of the user who asked.
        digest: the keyed digest of the question.
        asked: whether the question was addressed to the bot.
        at: when it was claimed or answered, in seconds since 1970.
        remove_at: when it is to be removed; None for never.
        part_of: the message that it belongs to and goes with, as sources do with their answer; None for none.

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
    part_of: int | None = None


class Vote(StrEnum):
    """A user's opinion of an answer or suggestion."""

    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"
    NONE_OF_THESE = "none-of-these"


class Count(StrEnum):
    """The kinds of event that are counted by day, and the label of each."""

    OUTCOME = "outcome"
    """A message by its outcome's kind. An inline query counts at each pause in typing."""
    ANSWER = "answer"
    """An answer, by its entry."""
    RED_FLAG = "red_flag"
    """An emergency, by its reply."""
    SMALL_TALK = "small_talk"
    """By its kind."""
    LANGUAGE = "language"
    """A message, by its language."""
    SILENCE = "silence"
    """A message without an answer, by the reason (`Silence`)."""
    OFFER = "offer"
    """A press on suggestions: `TAKEN` or `REFUSED`."""
    HELPFUL = "helpful"
    """A vote, as the next two; by the entry, empty for the lack of an answer."""
    UNHELPFUL = "unhelpful"
    NONE_OF_THESE = "none-of-these"
    SHARE = "share"
    """A question shared with the curators; without a label."""
    DIGEST = "digest"
    """The weekly digest to the admins; without a label."""


TAKEN, REFUSED = "taken", "refused"
"""The labels of `Count.OFFER`."""


@dataclass(frozen=True, slots=True)
class DailyCount:
    """How often something happened on a day (UTC)."""

    day: date
    name: Count
    label: str
    count: int


class Decision(StrEnum):
    """The curators' decision on a shared question."""

    DISMISSED = "dismissed"
    OUT_OF_SCOPE = "out-of-scope"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class SharedQuestion:
    """A question as the curators read it.

    Attributes:
        id: random.
        text: redacted.
        day: when it was shared (UTC).
        asker: a pseudonym that occurs in no other table; None for an older question, whose asker was not recorded.
        decision: None as long as it is open.

    """

    id: str
    text: str
    day: date
    asker: str | None = None
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The numbers of a user's votes, answers and shared questions that were deleted.

    Attributes:
        untraceable: the shared questions, of all users, that have no asker and so were not searched.

    """

    votes: int
    answers: int
    shared: int = 0
    untraceable: int = 0
