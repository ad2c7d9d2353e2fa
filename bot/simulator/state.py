"""What is so on Telegram's side: chats, who is in them, what was written there, and the queries still open.

The world learns from the updates that come in (`see`) and from the calls that are carried out. It refuses nothing.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from bot.simulator.identity import BOT

LIVES = {"callback_query": 150.0, "inline_query": 30.0, "guest_message": 150.0}
"""Seconds in which a query can be answered. Telegram does not tell the guest query's; a press's is taken for it."""
_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post")


class Standing(Enum):
    """What the bot is in a chat."""

    MEMBER = "member"
    ADMIN = "administrator"
    MUTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"


@dataclass
class StoredMessage:
    """A message and when it was written."""

    body: dict[str, Any]
    at: float

    @property
    def ours(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.body.get("from", BOT)["id"] == BOT["id"])


@dataclass
class Place:
    """A chat. `members` has a status for each person known to be there, `users` their names."""

    chat: dict[str, Any]
    standing: Standing = Standing.MEMBER
    moved_to: int | None = None
    messages: dict[int, StoredMessage] = field(default_factory=dict)
    users: dict[int, dict[str, Any]] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    topics: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)

    @property
    def kind(self) -> str:
        """Its type."""
        return str(self.chat["type"])

    def joined(self, user: dict[str, Any], status: str = "member") -> None:
        """Take a person in, or give them another status."""
        self.users[user["id"]] = user
        if status != "member" or user["id"] not in self.members:
            self.members[user["id"]] = status


@dataclass
class Query:
    """A query that waits for its answer, until a time."""

    kind: str
    until: float


@dataclass
class World:
    """Everything. `inline` are the messages that came of inline or guest answers, by their id."""

    places: dict[int, Place] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    offers: dict[str, dict[str, Any]] = field(default_factory=dict)
    inline: dict[str, dict[str, Any]] = field(default_factory=dict)
    last_message: int = 9000

    def place(self, chat: dict[str, Any]) -> Place:
        """A chat, known from now on."""
        known = self.places.setdefault(chat["id"], Place(dict(chat)))
        known.chat |= {name: value for name, value in chat.items() if name != "type"}
        return known

    def keep(self, body: dict[str, Any], now: float) -> None:
        """Keep a message, with the one that it replies to."""
        place = self.place(body["chat"])
        before = place.messages.get(body["message_id"])
        place.messages[body["message_id"]] = StoredMessage(body, before.at if before else now)
        if (user := body.get("from")) and user["id"] != BOT["id"]:
            place.joined(user)
        if body.get("is_topic_message") and (thread := body.get("message_thread_id")):
            place.topics.add(thread)
        other = body.get("reply_to_message")
        if other and other["chat"]["id"] == body["chat"]["id"] and other["message_id"] not in place.messages:
            self.keep(other, now)

    def see(self, update: dict[str, Any], now: float) -> None:
        """Learn from an update. One that lacks fields teaches what comes before the gap."""
        with suppress(KeyError, TypeError, AttributeError, ValueError):
            self._learn(update, now)

    def _learn(self, update: dict[str, Any], now: float) -> None:
        for kind in _MESSAGES:
            if "message_id" in (body := update.get(kind, {})) and "chat" in body:
                self.keep(body, now)
                self._service(body)
        if press := update.get("callback_query"):
            self._press(press, now)
        if "id" in (asked := update.get("inline_query", {})):
            self.queries[asked["id"]] = Query("inline_query", now + LIVES["inline_query"])
        if "guest_query_id" in (guest := update.get("guest_message", {})):
            self.queries[guest["guest_query_id"]] = Query("guest_message", now + LIVES["guest_message"])
        if changed := update.get("my_chat_member"):
            self._change(changed)
        if posted := update.get("chosen_inline_result", {}).get("inline_message_id"):
            self.inline.setdefault(posted, {})

    def _press(self, press: dict[str, Any], now: float) -> None:
        if "id" in press:
            self.queries[press["id"]] = Query("callback_query", now + LIVES["callback_query"])
        if under := press.get("inline_message_id"):
            self.inline.setdefault(under, {})
        if message := press.get("message"):
            place = self.place(message["chat"])
            if message["message_id"] not in place.messages:
                self.keep(message, now)
            if "from" in press:
                place.joined(press["from"])

    def _service(self, body: dict[str, Any]) -> None:
        place, thread = self.place(body["chat"]), body.get("message_thread_id", 0)
        if new := body.get("migrate_to_chat_id"):
            self.move(place, new)
        if "forum_topic_closed" in body:
            place.closed.add(thread)
        if "forum_topic_reopened" in body:
            place.closed.discard(thread)
        for user in body.get("new_chat_members", []):
            place.joined(user)
            place.standing = Standing.MEMBER if user["id"] == BOT["id"] else place.standing
        if gone := body.get("left_chat_member"):
            place.members[gone["id"]] = "left"
            place.standing = Standing.KICKED if gone["id"] == BOT["id"] else place.standing

    def move(self, place: Place, new: int) -> None:
        """Turn a group into a supergroup with another id."""
        place.moved_to = new
        other = self.place({"id": new, "type": "supergroup", "title": place.chat.get("title", "")})
        other.users, other.members, other.standing = dict(place.users), dict(place.members), place.standing

    def _change(self, changed: dict[str, Any]) -> None:
        now = changed["new_chat_member"]
        place, status = self.place(changed["chat"]), now["status"]
        muted = status == "restricted" and not now.get("can_send_messages")
        place.standing = Standing.MUTED if muted else Standing.MEMBER if status == "restricted" else Standing(status)
