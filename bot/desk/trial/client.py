"""The chats as their people use them: each action becomes the update that Telegram would send to the bot."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.desk.trial.people import PEOPLE, YOU, ChatName, Chats, Person, chats
from bot.desk.trial.typed_entities import typed_entities
from bot.simulator import BOT, BotApiSimulator, Call
from bot.simulator.chat_members import chat_member
from bot.simulator.queries import message_of
from bot.simulator.state import ChatState, StoredMessage

_INLINE = re.compile(rf"@{BOT['username']}\s(?P<query>.*)", re.DOTALL)
PLACEHOLDERS: dict[str, dict[str, Any]] = {
    "photo": {"photo": [{"file_id": "photo", "file_unique_id": "photo", "width": 640, "height": 480}]},
    "voice": {"voice": {"file_id": "voice", "file_unique_id": "voice", "duration": 7}},
}
"""Attachments without content: the bot reads none."""


class UnknownMessageError(Exception):
    """There is no such message any more."""


def inline_words(text: str) -> str | None:
    """Return the words after the bot's name, if a text begins with it: Telegram asks the bot for results then."""
    match = _INLINE.fullmatch(text)
    return match["query"] if match else None


@dataclass
class ChatClient:
    """The people's side of the simulator.

    Attributes:
        languages: of each person's app, by the person's id, as Telegram passes them to the bot.
        actions: how many there were.
        sent_inline: the inline message of each message that was posted from inline results.
        chats: those of this round; `start_over` begins another.

    """

    simulator: BotApiSimulator
    languages: dict[int, str] = field(default_factory=lambda: {each.id: "en" for each in PEOPLE})
    sent_inline: dict[int, str] = field(default_factory=dict)
    actions: int = 0
    chats: Chats = field(default_factory=dict)
    _round: int = 0
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def start_over(self) -> None:
        """Open new chats: a private one, and a group of three people, who add the bot as an admin."""
        self._round += 1
        self.chats = chats(self._round)
        api, group = self.simulator.api, self.chats["group"]
        api.state.chat(self.chats["private"])
        api.promote(self._user(YOU), group, "creator")
        added = [*map(self._user, PEOPLE[1:]), BOT]
        await self._send("message", self._new_message("group", YOU) | {"new_chat_members": added})
        await self._send("my_chat_member", {
            "chat": group, "from": self._user(YOU), "date": self._now(),
            "old_chat_member": chat_member(BOT, "left"), "new_chat_member": chat_member(BOT, "administrator"),
        })  # fmt: skip

    def chat(self, name: ChatName) -> ChatState:
        """Return the state of a chat on Telegram's side."""
        return self.simulator.api.state.chat(self.chats[name])

    def message(self, name: ChatName, message_id: int) -> StoredMessage:
        """Return a message. Raises UnknownMessageError."""
        try:
            return self.chat(name).messages[message_id]
        except KeyError:
            raise UnknownMessageError(f"there is no message {message_id} in the {name} chat") from None

    def menu(self, name: ChatName, who: Person) -> Sequence[dict[str, str]]:
        """Return the commands that a person's app lists in a chat."""
        is_admin = name == "group" and who is YOU
        return self.simulator.api.menus.shown(self.chat(name).type, self.languages[who.id], is_admin=is_admin)

    def description(self, who: Person) -> str:
        """Return the description that Telegram shows in a private chat before its first message."""
        return self.simulator.api.menus.shown_description(self.languages[who.id])

    async def say(
        self, name: ChatName, who: Person, text: str, *, reply_to: int | None = None, attach: str = "", quote: str = ""
    ) -> None:
        """Send a message, or a placeholder with this caption. Raises UnknownMessageError."""
        body = self._new_message(name, who)
        if attach:
            body |= PLACEHOLDERS[attach]
            body |= {"caption": text} | typed_entities(text, "caption_entities") if text else {}
        else:
            body |= {"text": text} | typed_entities(text)
        if reply_to is not None:
            replied = self.message(name, reply_to).body
            body["reply_to_message"] = {key: value for key, value in replied.items() if key != "reply_to_message"}
            body |= {"quote": {"text": quote, "position": 0, "is_manual": True}} if quote else {}
        await self._send("message", body)

    async def edit(self, name: ChatName, message_id: int, text: str) -> None:
        """Edit a message of a person. Raises UnknownMessageError."""
        old = self.message(name, message_id)
        if old.is_own:
            raise UnknownMessageError("a message of the bot is not a person's to edit")
        field_, entities = ("text", "entities") if "text" in old.body else ("caption", "caption_entities")
        body = {key: value for key, value in old.body.items() if key not in {field_, entities}}
        body |= {field_: text, "edit_date": self._now()}
        await self._send("edited_message", body | typed_entities(text, entities))

    async def press(self, name: ChatName, who: Person, message_id: int, data: str) -> str:
        """Press a button, and return the id of the press. Raises UnknownMessageError."""
        id_ = f"press-{next(self._numbers)}"
        body = {"id": id_, "from": self._user(who), "chat_instance": str(self.chats[name]["id"]), "data": data}
        if inline := self.sent_inline.get(message_id):
            body["inline_message_id"] = inline
        else:
            body["message"] = self.message(name, message_id).body
        await self._send("callback_query", body)
        return id_

    async def type_inline(self, name: ChatName, who: Person, query: str, offset: str = "") -> str:
        """Type after the bot's name, and return the id of the query."""
        id_ = f"query-{next(self._numbers)}"
        chat_type = "sender" if name == "private" else "supergroup"
        body = {"id": id_, "from": self._user(who), "query": query, "offset": offset, "chat_type": chat_type}
        await self._send("inline_query", body)
        return id_

    async def choose(self, name: ChatName, who: Person, query_id: str, result_id: str) -> None:
        """Post an inline result. The bot gets the message too, as it is a member. Raises UnknownMessageError."""
        api, query = self.simulator.api, {"id": query_id, "from": self._user(who), "query": ""}
        try:
            chosen = api.choose({"inline_query": query}, result_id)
            content = api.state.inline_results[query_id][result_id]
        except KeyError:
            raise UnknownMessageError("these results are gone; type again") from None
        body = self._new_message(name, who) | message_of(content) | {"via_bot": BOT}
        if inline := chosen.get("inline_message_id"):
            self.sent_inline[body["message_id"]] = inline
            body |= api.state.inline_messages[inline]
        await self._send("message", body)

    def press_answer(self, press: str) -> Call | None:
        """Return how the bot answered a press; None if it has not."""
        calls = self.simulator.api.calls_of("answerCallbackQuery")
        return next((call for call in calls if call["callback_query_id"] == press), None)

    def inline_answer(self, query_id: str) -> Call | None:
        """Return how the bot answered an inline query; None if it has not."""
        calls = self.simulator.api.calls_of("answerInlineQuery")
        return next((call for call in calls if call["inline_query_id"] == query_id), None)

    def _new_message(self, name: ChatName, who: Person) -> dict[str, Any]:
        state = self.simulator.api.state
        state.last_message_id += 1
        here = {"message_id": state.last_message_id, "date": self._now(), "chat": self.chats[name]}
        return here | {"from": self._user(who)}

    async def _send(self, kind: str, body: dict[str, Any]) -> None:
        self.actions += 1
        await self.simulator.queue({"update_id": next(self._numbers), kind: body})

    def _user(self, who: Person) -> dict[str, Any]:
        language = self.languages[who.id]
        return {"id": who.user_id(self._round), "is_bot": False, "first_name": who.name, "language_code": language}

    def _now(self) -> int:
        return int(self.simulator.api.clock.now())
