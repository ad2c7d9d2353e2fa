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
_NUMBER = re.compile(r"[0-9]{1,4}")


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


Press = Show | Replace | NoneOfThese | AllTopics | Topics | Topic


def data(press: Press) -> str:
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
        case _:
            assert_never(press)


def parse(data: str | None) -> Press | None:
    """What a button meant; None for data that is not ours."""
    match (data or "").split(":"):
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


def is_slug(text: str) -> bool:
    """Whether a text has the form of an entry's id."""
    return _SLUG.fullmatch(text) is not None
