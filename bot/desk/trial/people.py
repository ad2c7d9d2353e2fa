"""The people and chats of a trial, as Telegram describes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

ChatName = Literal["private", "group"]
CHAT_NAMES: tuple[ChatName, ...] = ("private", "group")
Chats = dict[ChatName, dict[str, Any]]
LANGUAGES = {"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français", "tr": "Türkçe"}
"""Languages that a person's app can be set to."""
GROUP_TITLE = "Restless legs"
_GROUP = -1_000_000_001_000
"""Ids of supergroups are so low; only their messages have links."""
_STEP = 10
"""Between the user ids of a person in one round and the next."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person, the same in each round. The bot meets other users in each round, so that it knows none of them."""

    id: int
    name: str

    def user_id(self, round_: int) -> int:
        """Return the id of the user that the bot meets."""
        return self.id + _STEP * round_


YOU = Person(1001, "You")
PEOPLE = (YOU, Person(1002, "Ben"), Person(1003, "Mia"))
"""The members of the group; the first created it, and has the private chat."""


def person(id_: int) -> Person:
    """Return a person by id. Raises KeyError."""
    return {each.id: each for each in PEOPLE}[id_]


def chats(round_: int) -> Chats:
    """Return the chats of a round."""
    return {
        "private": {"id": YOU.user_id(round_), "type": "private", "first_name": YOU.name},
        "group": {"id": _GROUP - round_, "type": "supergroup", "title": GROUP_TITLE},
    }
