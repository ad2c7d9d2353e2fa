"""The state on Telegram's side: chats, their members and messages, and open queries.

It is updated from incoming updates (`record`) and from calls that are carried out. It never refuses anything.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from bot.simulator.identity import BOT

# Telegram does not document the lifetime of a guest query; that of a callback query is assumed.
LIFETIMES = {"callback_query": 150.0, "inline_query": 30.0, "guest_message": 150.0}
"""Seconds in which a query can be answered."""
_MESSAGE_KINDS = ("message", "edited_message", "channel_post", "edited_channel_post")


class BotStatus(Enum):
    """The bot's status in a chat. RESTRICTED means that it must not write."""

    MEMBER = "member"
    ADMIN = "administrator"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"


@dataclass
class StoredMessage:
    """A message, its time, and the emoji by which the bot reacted to it, if it did."""

    body: dict[str, Any]
    sent_at: float
    reaction: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.body.get("from", BOT)["id"] == BOT["id"])


@dataclass
class ChatState:
    """A chat. `info` is its Chat object; `users` and `statuses` are those of the people seen in it."""

    info: dict[str, Any]
    bot_status: BotStatus = BotStatus.MEMBER
    migrated_to: int | None = None
    messages: dict[int, StoredMessage] = field(default_factory=dict)
    users: dict[int, dict[str, Any]] = field(default_factory=dict)
    statuses: dict[int, str] = field(default_factory=dict)
    topics: set[int] = field(default_factory=set)
    closed_topics: set[int] = field(default_factory=set)

    @property
    def type(self) -> str:
        """Its type."""
        return str(self.info["type"])

    def add_member(self, user: dict[str, Any]) -> None:
        """Add a user, with the status of before if there was one."""
        self.users[user["id"]] = user
        self.statuses.setdefault(user["id"], "member")


@dataclass
class Query:
    """A query that can be answered until it expires."""

    kind: str
    expires_at: float


@dataclass
class TelegramState:
    """All chats, open queries with their inline results, and messages posted by inline or guest answers, by id."""

    chats: dict[int, ChatState] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    inline_results: dict[str, dict[str, Any]] = field(default_factory=dict)
    inline_messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    last_message_id: int = 9000

    def chat(self, info: dict[str, Any]) -> ChatState:
        """Return the state of a chat, which is added or updated."""
        chat = self.chats.setdefault(info["id"], ChatState(dict(info)))
        chat.info |= {name: value for name, value in info.items() if name != "type"}
        return chat

    def record(self, update: dict[str, Any], now: float) -> None:
        """Learn from an update. One that lacks fields is read up to the gap."""
        with suppress(KeyError, TypeError, AttributeError, ValueError):
            self._record(update, now)

    def _record(self, update: dict[str, Any], now: float) -> None:
        for kind in _MESSAGE_KINDS:
            if "message_id" in (body := update.get(kind, {})) and "chat" in body:
                self._record_message(body, now)
                self._record_service_message(body)
        if press := update.get("callback_query"):
            self._record_press(press, now)
        if "id" in (inline := update.get("inline_query", {})):
            self.queries[inline["id"]] = Query("inline_query", now + LIFETIMES["inline_query"])
        if "guest_query_id" in (guest := update.get("guest_message", {})):
            self.queries[guest["guest_query_id"]] = Query("guest_message", now + LIFETIMES["guest_message"])
        if changed := update.get("my_chat_member"):
            self._record_bot_status(changed)
        if message_id := update.get("chosen_inline_result", {}).get("inline_message_id"):
            self.inline_messages.setdefault(message_id, {})

    def _record_message(self, body: dict[str, Any], now: float) -> None:
        """Store a message, and the message it replies to."""
        chat = self.chat(body["chat"])
        before = chat.messages.get(body["message_id"], StoredMessage(body, now))
        chat.messages[body["message_id"]] = StoredMessage(body, before.sent_at, before.reaction)
        if (user := body.get("from")) and user["id"] != BOT["id"]:
            chat.add_member(user)
        if body.get("is_topic_message") and (thread := body.get("message_thread_id")):
            chat.topics.add(thread)
        quoted = body.get("reply_to_message")
        if quoted and quoted["chat"]["id"] == body["chat"]["id"] and quoted["message_id"] not in chat.messages:
            self._record_message(quoted, now)

    def _record_press(self, press: dict[str, Any], now: float) -> None:
        if "id" in press:
            self.queries[press["id"]] = Query("callback_query", now + LIFETIMES["callback_query"])
        if message_id := press.get("inline_message_id"):
            self.inline_messages.setdefault(message_id, {})
        if message := press.get("message"):
            chat = self.chat(message["chat"])
            if message["message_id"] not in chat.messages:
                self._record_message(message, now)
            if "from" in press:
                chat.add_member(press["from"])

    def _record_service_message(self, body: dict[str, Any]) -> None:
        chat, thread = self.chat(body["chat"]), body.get("message_thread_id", 0)
        if new_id := body.get("migrate_to_chat_id"):
            self._migrate(chat, new_id)
        if "forum_topic_closed" in body:
            chat.closed_topics.add(thread)
        if "forum_topic_reopened" in body:
            chat.closed_topics.discard(thread)
        for user in body.get("new_chat_members", []):
            chat.add_member(user)
            chat.bot_status = BotStatus.MEMBER if user["id"] == BOT["id"] else chat.bot_status
        if left := body.get("left_chat_member"):
            chat.statuses[left["id"]] = "left"
            chat.bot_status = BotStatus.KICKED if left["id"] == BOT["id"] else chat.bot_status

    def _migrate(self, chat: ChatState, new_id: int) -> None:
        """Turn a group into a supergroup with another id."""
        chat.migrated_to = new_id
        new = self.chat({"id": new_id, "type": "supergroup", "title": chat.info.get("title", "")})
        new.users, new.statuses, new.bot_status = dict(chat.users), dict(chat.statuses), chat.bot_status

    def _record_bot_status(self, changed: dict[str, Any]) -> None:
        member = changed["new_chat_member"]
        chat, status = self.chat(changed["chat"]), BotStatus(member["status"])
        if status is BotStatus.RESTRICTED and member.get("can_send_messages"):
            status = BotStatus.MEMBER
        chat.bot_status = status
