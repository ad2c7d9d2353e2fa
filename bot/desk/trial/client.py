"""The chats as their people use them: each action becomes the update that Telegram would send to the bot."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from bot.desk.trial.people import CHATS, PEOPLE, YOU, ChatName, Person
from bot.simulator import BOT, BotApiSimulator
from bot.simulator.formatting import utf16_length
from bot.simulator.queries import message_of
from bot.simulator.state import ChatState, StoredMessage

_COMMAND = re.compile(r"^/[A-Za-z0-9_]{1,32}(?:@\w+)?")
_INLINE = re.compile(rf"@{BOT['username']}\s(?P<query>.*)", re.DOTALL)
_MENTION = re.compile(r"(?<!\w)@\w+")
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
        languages: of each person's app, by user id, as Telegram tells the bot.
        actions: how many there were.
        sent_inline: the inline message of each message that was posted from inline results.

    """

    simulator: BotApiSimulator
    languages: dict[int, str] = field(default_factory=lambda: {each.id: "en" for each in PEOPLE})
    sent_inline: dict[int, str] = field(default_factory=dict)
    actions: int = 0
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def enter(self) -> None:
        """Open the chats: the group has three people, and the bot is an admin of it, so that it sees all messages."""
        api = self.simulator.api
        for each in PEOPLE:
            api.promote(self._user(each), CHATS["group"], "creator" if each is YOU else "member")
        api.promote(BOT, CHATS["group"])
        api.state.chat(CHATS["private"])

    def chat(self, name: ChatName) -> ChatState:
        """Return the state of a chat on Telegram's side."""
        return self.simulator.api.state.chat(CHATS[name])

    def message(self, name: ChatName, message_id: int) -> StoredMessage:
        """Return a message. Raises UnknownMessageError."""
        try:
            return self.chat(name).messages[message_id]
        except KeyError:
            raise UnknownMessageError(f"there is no message {message_id} in the {name} chat") from None

    async def say(
        self, name: ChatName, who: Person, text: str, *, reply_to: int | None = None, attach: str = "", quote: str = ""
    ) -> None:
        """Send a message, or a placeholder with this caption. Raises UnknownMessageError."""
        body = self._new_message(name, who)
        if attach:
            body |= PLACEHOLDERS[attach] | ({"caption": text} | _entities(text, "caption_entities") if text else {})
        else:
            body |= {"text": text} | _entities(text)
        if reply_to is not None:
            replied = self.message(name, reply_to).body
            body["reply_to_message"] = {key: value for key, value in replied.items() if key != "reply_to_message"}
            body |= {"quote": {"text": quote, "position": 0, "is_manual": True}} if quote else {}
        await self._send("message", body)

    async def edit(self, name: ChatName, message_id: int, text: str) -> None:
        """Edit a message of a person. Raises UnknownMessageError."""
        old = self.message(name, message_id).body
        field_, entities = ("text", "entities") if "text" in old else ("caption", "caption_entities")
        body = {key: value for key, value in old.items() if key not in {field_, entities}}
        await self._send("edited_message", body | {field_: text, "edit_date": self._now()} | _entities(text, entities))

    async def press(self, name: ChatName, who: Person, message_id: int, data: str) -> str:
        """Press a button, and return the id of the press. Raises UnknownMessageError."""
        id_ = f"press-{next(self._numbers)}"
        body = {"id": id_, "from": self._user(who), "chat_instance": str(CHATS[name]["id"]), "data": data}
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

    def press_answer(self, press: str) -> str | None:
        """Return the notice that the bot answered a press with, which may be empty; None if it has not answered."""
        calls = self.simulator.api.calls_of("answerCallbackQuery")
        return next((call.parameters.get("text", "") for call in calls if call["callback_query_id"] == press), None)

    def inline_results(self, query_id: str) -> list[dict[str, Any]] | None:
        """Return the results for an inline query; None if the bot has not answered."""
        results = self.simulator.api.state.inline_results.get(query_id)
        return None if results is None else list(results.values())

    def _new_message(self, name: ChatName, who: Person) -> dict[str, Any]:
        state = self.simulator.api.state
        state.last_message_id += 1
        here = {"message_id": state.last_message_id, "date": self._now(), "chat": CHATS[name]}
        return here | {"from": self._user(who)}

    async def _send(self, kind: str, body: dict[str, Any]) -> None:
        self.actions += 1
        await self.simulator.queue({"update_id": next(self._numbers), kind: body})

    def _user(self, who: Person) -> dict[str, Any]:
        return {"id": who.id, "is_bot": False, "first_name": who.name, "language_code": self.languages[who.id]}

    def _now(self) -> int:
        return int(self.simulator.api.clock.now())


def _entities(text: str, name: str = "entities") -> dict[str, Any]:
    """Return the entities that a Telegram app finds in what is typed: a command at the start, and mentions."""
    found = [(match, "bot_command") for match in _COMMAND.finditer(text)]
    found += [(match, "mention") for match in _MENTION.finditer(text)]
    entities = [
        {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match.group())}
        for match, kind in found
    ]
    return {name: entities} if entities else {}
