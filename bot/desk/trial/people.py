"""The people and chats of a trial, as Telegram describes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

ChatName = Literal["private", "group"]


@dataclass(frozen=True, slots=True)
class Person:
    """A person, with the user id of each."""

    id: int
    name: str


YOU = Person(1001, "You")
PEOPLE = (YOU, Person(1002, "Ben"), Person(1003, "Mia"))
"""The members of the group; the first created it, and has the private chat."""
CHATS: dict[ChatName, dict[str, Any]] = {
    "private": {"id": YOU.id, "type": "private", "first_name": YOU.name},
    "group": {"id": -1001, "type": "supergroup", "title": "Restless legs"},
}


def person(id_: int) -> Person:
    """Return a person by id. Raises KeyError."""
    return {each.id: each for each in PEOPLE}[id_]
