"""What a button says to the bot when it is pressed, as a value and as Telegram's callback data (64 bytes).

The data holds ids and page numbers only, so a button works after a restart and for whoever presses it.
An old button can name an entry that is gone: that shows when the press is answered, not here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import assert_never

LONGEST = 64
"""Telegram's limit for callback data, in bytes."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
_CHAT = re.compile(r"-?[0-9]{1,16}", re.ASCII)
_RANDOM = re.compile(r"[0-9a-f]{16}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Show:
    """Answer with an entry, in a message of its own."""

    entry: str


@dataclass(frozen=True, slots=True)
class Replace:
    """Answer with an entry in place of the question that the button stands under."""

    entry: str


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """None of the suggestions was meant."""


@dataclass(frozen=True, slots=True)
class AllTopics:
    """The list of topics, in a message of its own."""


@dataclass(frozen=True, slots=True)
class Topics:
    """A page of the list of topics, in place of the list that the button stands under."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of the questions of a topic, in place too. The topic is named by its place among the topics."""

    topic: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Sources:
    """What an answer rests on, in a message of its own."""

    entry: str


@dataclass(frozen=True, slots=True)
class Rate:
    """Whether the answer above helped. No entry: what was said when there was no answer."""

    entry: str
    helpful: bool


@dataclass(frozen=True, slots=True)
class Remove:
    """Take the bot's answer away, for whoever asked and for admins."""


@dataclass(frozen=True, slots=True)
class Share:
    """Let the curators read the question that the message above answers."""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take a shared question back."""

    shared: str


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """The settings of a chat, in place."""

    chat: int


@dataclass(frozen=True, slots=True)
class Change:
    """Let a setting of a chat have another value."""

    chat: int
    setting: str
    value: str


CallbackData = (
    Show | Replace | NoneOfThese | AllTopics | Topics | Topic
    | Sources | Rate | Remove | Share | Withdraw | ShowSettings | Change
)  # fmt: skip


def pack(press: CallbackData) -> str:
    """The callback data of a button."""
    match press:
        case Show(entry):
            return f"e:{entry}"
        case Replace(entry):
            return f"d:{entry}"
        case NoneOfThese():
            return "n"
        case AllTopics():
            return "t"
        case Topics(page):
            return f"t:{page}"
        case Topic(topic, page):
            return f"p:{topic}:{page}"
        case Sources(entry):
            return f"s:{entry}"
        case Rate(entry, helpful):
            return f"v:{entry}:{helpful:d}"
        case Remove():
            return "x"
        case Share():
            return "q"
        case Withdraw(shared):
            return f"w:{shared}"
        case ShowSettings(chat):
            return f"g:{chat}"
        case Change(chat, setting, value):
            return f"g:{chat}:{setting}:{value}"
        case _:
            assert_never(press)


def unpack(data: str | None) -> CallbackData | None:
    """What a button meant; None for data that is not ours."""
    parts = (data or "").split(":")
    return _list(parts) or _answer(parts) or _settings(parts)


def _list(parts: list[str]) -> CallbackData | None:
    match parts:
        case ["e", entry] if is_slug(entry):
            return Show(entry)
        case ["d", entry] if is_slug(entry):
            return Replace(entry)
        case ["n"]:
            return NoneOfThese()
        case ["t"]:
            return AllTopics()
        case ["t", page] if _NUMBER.fullmatch(page):
            return Topics(int(page))
        case ["p", topic, page] if _NUMBER.fullmatch(topic) and _NUMBER.fullmatch(page):
            return Topic(int(topic), int(page))
        case _:
            return None


def _answer(parts: list[str]) -> CallbackData | None:
    match parts:
        case ["s", entry] if is_slug(entry):
            return Sources(entry)
        case ["v", entry, "0" | "1" as helpful] if not entry or is_slug(entry):
            return Rate(entry, helpful == "1")
        case ["x"]:
            return Remove()
        case ["q"]:
            return Share()
        case ["w", shared] if _RANDOM.fullmatch(shared):
            return Withdraw(shared)
        case _:
            return None


def _settings(parts: list[str]) -> CallbackData | None:
    match parts:
        case ["g", chat] if _CHAT.fullmatch(chat):
            return ShowSettings(int(chat))
        case ["g", chat, setting, value] if _CHAT.fullmatch(chat) and is_slug(setting) and is_slug(value):
            return Change(int(chat), setting, value)
        case _:
            return None


def is_slug(text: str) -> bool:
    """Whether a text has the form of an entry's id."""
    return _SLUG.fullmatch(text) is not None
