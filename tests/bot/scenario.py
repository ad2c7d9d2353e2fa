"""A scenario: steps in which users act and the bot's calls are compared with those expected.

A step ends when the inbox of the run marks its update as done, so steps without any call can be checked too. The
scenario reads nothing else of legwise: pressed buttons, links and inline results are those that the bot sent.
"""

from __future__ import annotations

import asyncio
import sqlite3
from asyncio.subprocess import Process
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.simulator import BOT, WAIT_TIMEOUT, Call, visible_text
from tests.bot.emulator import Server

Body = dict[str, Any]
Action = Callable[["Scenario"], Body]
_LAST_CALL_AT_START = "setMyShortDescription"
_POLL = "getUpdates"
_PAUSE = 0.01


class Step:
    """An action, which gives an update or {}, and the calls expected from the bot, as `describe` writes them."""

    def __init__(self, name: str, action: Action, *calls: str) -> None:
        self.name, self.action, self.calls = name, action, calls


@dataclass
class Scenario:
    """A run, with the last message, inline query and guest message of a user."""

    server: Server
    process: Process
    database: Path
    last_message: Body = field(default_factory=dict)
    query: Body = field(default_factory=dict)
    guest_message: Body = field(default_factory=dict)

    async def started(self) -> None:
        """Wait until the run is ready for updates."""
        await self.server.until(lambda: self.server.calls(_LAST_CALL_AT_START) or self.process.returncode is not None)
        assert self.process.returncode is None, "the run has not started"

    async def play(self, step: Step) -> str:
        """Play a step; return the difference from the expected calls, or "". Raises TimeoutError."""
        before = len(self._calls())
        try:
            update = step.action(self)
        except (AssertionError, LookupError) as error:
            return f"{step.name}: cannot be done, {error!r}"
        if update:
            await self.server.queue(update)
            await self._wait_until_done(step, update["update_id"])
            self._remember(update)
        calls = tuple(describe(call, update) for call in self._calls()[before:])
        return "" if calls == step.calls else f"{step.name}: got {calls}, expected {step.calls}"

    def _remember(self, update: Body) -> None:
        if update.keys() & {"message", "edited_message"}:
            self.last_message = update
        if "inline_query" in update:
            self.query = update
        self.guest_message = update.get("guest_message", self.guest_message)

    @property
    def posted(self) -> Body:
        """The message that the bot posted or edited last."""
        return self.server.api.posted[-1]

    def button_value(self, label: str, message: Body | None = None) -> str:
        """Return the data or link of a button, by default of the last message."""
        rows = (message or self.posted)["reply_markup"]["inline_keyboard"]
        buttons = [button for row in rows for button in row if button["text"] == label]
        assert buttons, f"there is no button {label}, but {[button['text'] for row in rows for button in row]}"
        return str(buttons[0].get("callback_data") or buttons[0]["url"])

    def start_parameter(self, label: str) -> str:
        """Return the /start parameter of the link of a button."""
        return parse_qs(urlsplit(self.button_value(label)).query)["start"][0]

    def inline_message(self) -> tuple[str, Body]:
        """Return the id and the last message of an inline or guest answer."""
        return list(self.server.api.state.inline_messages.items())[-1]

    def inline_results(self) -> list[Body]:
        """Return the results of the last inline query."""
        results: list[Body] = self.server.calls("answerInlineQuery")[-1]["results"]
        return results

    @property
    def next_offset(self) -> str:
        """The offset of the next page of inline results."""
        return str(self.server.calls("answerInlineQuery")[-1]["next_offset"])

    def _calls(self) -> list[Call]:
        return [call for call in self.server.api.calls if call.method != _POLL]

    async def _wait_until_done(self, step: Step, number: int) -> None:
        try:
            async with asyncio.timeout(WAIT_TIMEOUT):
                while not self._is_done(number):  # noqa: ASYNC110 - the run is another process, and sets no event
                    await asyncio.sleep(_PAUSE)
        except TimeoutError:
            raise TimeoutError(f"{step.name}: is not done; refused is {self.server.refused}") from None

    def _is_done(self, number: int) -> bool:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT body IS NULL FROM inbox WHERE update_id = ?", (number,)).fetchone()
        return row is not None and bool(row[0])


def describe(call: Call, update: Body) -> str:
    """Describe a call in one line: its effect as users see it, and the first line of its text."""
    values = call.parameters
    match call.method:
        case "sendMessage":
            return f"{_posting(values, _message(update))}: {_first_line(call.text)}"
        case "editMessageText":
            return f"edits: {_first_line(call.text)}"
        case "setMessageReaction":
            return f"reacts with {values['reaction'][0]['emoji']}"
        case "deleteMessage":
            return "removes its message"
        case "answerCallbackQuery":
            return f"notice: {values['text']}" if "text" in values else "takes the press"
        case "answerInlineQuery":
            return _inline_answer(values)
        case "answerGuestQuery":
            return f"as a guest: {_first_line(visible_text(values['result']['input_message_content']['message_text']))}"
        case "getMe" | "getChat":
            return "asks about itself or the group"
        case "getChatMember" if values["user_id"] == BOT["id"]:
            return "asks about itself or the group"
        case "getChatMember":
            return "asks who that is"
        case other:
            return other


def _posting(values: Body, message: Body) -> str:
    thread = f" in topic {values['message_thread_id']}" if "message_thread_id" in values else ""
    elsewhere = "" if values["chat_id"] == message["chat"]["id"] else " in another chat"
    return f"{_posting_verb(values, message)}{thread}{elsewhere}"


def _posting_verb(values: Body, message: Body) -> str:
    target = values.get("reply_parameters", {}).get("message_id")
    if target is None:
        return "posts"
    if target == message.get("message_id"):
        return "replies"
    quoted = message.get("reply_to_message", {}).get("message_id")
    return "answers whom they quote" if target == quoted else f"replies to message {target}"


def _inline_answer(values: Body) -> str:
    results = values["results"]
    count = f"{len(results)} results from {results[0]['title']}" if results else "no result"
    more = f", more at {values['next_offset']}" if values.get("next_offset") else ""
    return f"offers {count}{more}{', or a private chat' if 'button' in values else ''}"


def _message(update: Body) -> Body:
    """Return the message of an update; for a press, the one with the button."""
    body = next(value for name, value in update.items() if name != "update_id")
    message: Body = body.get("message", body)
    return message


def _first_line(text: str) -> str:
    return text.partition("\n")[0]
