"""The callback data of buttons: `pack` and `unpack` convert between values and Telegram's strings.

The data holds ids and page numbers only, so a button works after a restart and for every user. An old button may name
an entry that no longer exists; the handlers check that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import assert_never

from faq.models import ID_PATTERN

MAX_BYTES = 64
"""Telegram's limit for callback data."""

_ID = re.compile(ID_PATTERN)
_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
_CHAT = re.compile(r"-?[0-9]{1,16}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_HEXADECIMAL = re.compile(r"[0-9a-f]{16}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Show:
    """Show an entry in a new message."""

    entry: str


@dataclass(frozen=True, slots=True)
class Replace:
    """Show an entry in place of the suggestions."""

    entry: str


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """Reject all suggestions."""


@dataclass(frozen=True, slots=True)
class Afresh:
    """Ask the question again, without regard to what was said before."""


@dataclass(frozen=True, slots=True)
class AllTopics:
    """Show the topics in a new message."""


@dataclass(frozen=True, slots=True)
class Topics:
    """Show a page of the topics in place."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """Show a page of the questions of a topic, by its number, in place."""

    topic: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Sources:
    """Show the sources of an entry in a new message."""

    entry: str


@dataclass(frozen=True, slots=True)
class UrgentSources:
    """Show the sources of an urgent reply in a new message."""

    reply: str


@dataclass(frozen=True, slots=True)
class AnotherCountry:
    """Show the countries whose numbers an urgent reply can name, in a new message."""

    reply: str


@dataclass(frozen=True, slots=True)
class Countries:
    """Show a page of these countries in place."""

    reply: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class CountryNumbers:
    """Show the numbers of a country in place."""

    reply: str
    country: str


@dataclass(frozen=True, slots=True)
class Rate:
    """Rate an entry; without an entry, the lack of an answer."""

    entry: str
    helpful: bool


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove an answer, for the asker and for admins."""


@dataclass(frozen=True, slots=True)
class Share:
    """Show what the curators would read of the quoted question."""


@dataclass(frozen=True, slots=True)
class ConfirmShare:
    """Share the quoted question with the curators, as shown."""


@dataclass(frozen=True, slots=True)
class KeepPrivate:
    """Do not share the quoted question."""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Withdraw a shared question.

    Attributes:
        shared: its id.
        sharer: a digest of the id and of who shared it; empty under messages of earlier versions.

    """

    shared: str
    sharer: str = ""


@dataclass(frozen=True, slots=True)
class AcceptGap:
    """Let an entry answer a question that was asked in vain; for the bot's admins.

    Attributes:
        question: the id of the shared question that stands for the gap.
        entry: the entry's id.

    """

    question: str
    entry: str


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """Show the settings of a chat in place."""

    chat: int


@dataclass(frozen=True, slots=True)
class Change:
    """Change a setting of a chat."""

    chat: int
    setting: str
    value: str


Urgent = UrgentSources | AnotherCountry | Countries | CountryNumbers
"""The buttons of an urgent reply."""
CallbackData = (
    Show | Replace | NoneOfThese | Afresh | AllTopics | Topics | Topic | Sources | Rate | Remove | Share | ConfirmShare
    | KeepPrivate | Withdraw | AcceptGap | ShowSettings | Change | Urgent
)  # fmt: skip


def pack(data: CallbackData) -> str:
    """Return the callback data of a button. Raises ValueError if it is longer than Telegram allows."""
    packed = _pack(data)
    if len(packed.encode()) > MAX_BYTES:
        raise ValueError(f"{packed!r} is longer than the {MAX_BYTES} bytes of callback data")
    return packed


def _pack(data: CallbackData) -> str:
    match data:
        case UrgentSources(reply):
            return f"u:{reply}"
        case AnotherCountry(reply):
            return f"c:{reply}"
        case Countries(reply, page):
            return f"c:{reply}:{page}"
        case CountryNumbers(reply, country):
            return f"h:{reply}:{country}"
        case Show(entry):
            return f"e:{entry}"
        case Replace(entry):
            return f"d:{entry}"
        case NoneOfThese():
            return "n"
        case Afresh():
            return "a"
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
        case ConfirmShare():
            return "qs"
        case KeepPrivate():
            return "qk"
        case Withdraw(shared, sharer):
            return f"w:{shared}:{sharer}" if sharer else f"w:{shared}"
        case AcceptGap(question, entry):
            return f"k:{question}:{entry}"
        case ShowSettings(chat):
            return f"g:{chat}"
        case Change(chat, setting, value):
            return f"g:{chat}:{setting}:{value}"
        case _:
            assert_never(data)


def unpack(data: str | None) -> CallbackData | None:
    """Return the value of callback data; None for data of another bot or version."""
    parts = (data or "").split(":")
    return _unpack_list(parts) or _unpack_answer(parts) or _unpack_urgent(parts) or _unpack_settings(parts)


def _unpack_list(parts: list[str]) -> CallbackData | None:
    match parts:
        case ["e", entry] if is_slug(entry):
            return Show(entry)
        case ["d", entry] if is_slug(entry):
            return Replace(entry)
        case ["n"]:
            return NoneOfThese()
        case ["a"]:
            return Afresh()
        case ["t"]:
            return AllTopics()
        case ["t", page] if _NUMBER.fullmatch(page):
            return Topics(int(page))
        case ["p", topic, page] if _NUMBER.fullmatch(topic) and _NUMBER.fullmatch(page):
            return Topic(int(topic), int(page))
        case _:
            return None


def _unpack_answer(parts: list[str]) -> CallbackData | None:
    match parts:
        case ["s", entry] if is_slug(entry):
            return Sources(entry)
        case ["v", entry, "0" | "1" as helpful] if not entry or is_slug(entry):
            return Rate(entry, helpful == "1")
        case ["k", question, entry] if _HEXADECIMAL.fullmatch(question) and is_slug(entry):
            return AcceptGap(question, entry)
        case ["x"]:
            return Remove()
        case ["q"]:
            return Share()
        case ["qs"]:
            return ConfirmShare()
        case ["qk"]:
            return KeepPrivate()
        case ["w", shared] if _HEXADECIMAL.fullmatch(shared):
            return Withdraw(shared)
        case ["w", shared, sharer] if _HEXADECIMAL.fullmatch(shared) and _HEXADECIMAL.fullmatch(sharer):
            return Withdraw(shared, sharer)
        case _:
            return None


def _unpack_urgent(parts: list[str]) -> CallbackData | None:
    match parts:
        case ["u", reply] if is_slug(reply):
            return UrgentSources(reply)
        case ["c", reply] if is_slug(reply):
            return AnotherCountry(reply)
        case ["c", reply, page] if is_slug(reply) and _NUMBER.fullmatch(page):
            return Countries(reply, int(page))
        case ["h", reply, country] if is_slug(reply) and _COUNTRY.fullmatch(country):
            return CountryNumbers(reply, country)
        case _:
            return None


def _unpack_settings(parts: list[str]) -> CallbackData | None:
    match parts:
        case ["g", chat] if _CHAT.fullmatch(chat):
            return ShowSettings(int(chat))
        case ["g", chat, setting, value] if _CHAT.fullmatch(chat) and is_slug(setting) and is_slug(value):
            return Change(int(chat), setting, value)
        case _:
            return None


def is_slug(text: str) -> bool:
    """Whether a text has the form of an entry's id."""
    return _ID.fullmatch(text) is not None
