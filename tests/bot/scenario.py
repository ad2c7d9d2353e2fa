"""A walk: one run of legwise, led step by step through what people do, and each call of the bot's told in a line.

A step is over when the run's inbox says that its update is done, so what comes of nothing can be told too. Knows of
legwise only that inbox; whatever is pressed, followed or chosen is what the bot itself posted.
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

from bot.simulator import PATIENCE
from bot.simulator.formatting import visible
from bot.simulator.judge import Call
from tests.bot.emulator import Server

Body = dict[str, Any]
Happening = Callable[["Walk"], Body]
_LAST_AT_START = "setMyShortDescription"
_OF_THE_RUN = "getUpdates"
_PAUSE = 0.01


@dataclass(frozen=True, slots=True, init=False)
class Step:
    """What happens, as an update, and what comes of it: the bot's calls, as `told` tells them."""

    name: str
    happens: Happening
    calls: tuple[str, ...]

    def __init__(self, name: str, happens: Happening, *calls: str) -> None:
        for attribute, value in (("name", name), ("happens", happens), ("calls", calls)):
            object.__setattr__(self, attribute, value)


@dataclass
class Walk:
    """A run, and where the walk has come to: what was last said to the bot, typed after its name, and called to it."""

    server: Server
    process: Process
    database: Path
    asked: Body = field(default_factory=dict)
    query: Body = field(default_factory=dict)
    called: Body = field(default_factory=dict)

    async def started(self) -> None:
        """Wait until the run is ready for updates."""
        await self.server.until(lambda: self.server.calls(_LAST_AT_START) or self.process.returncode is not None)
        assert self.process.returncode is None, "the run has not started"

    async def take(self, step: Step) -> str:
        """Let a step happen; what came instead of what should have, if anything. Raises TimeoutError."""
        before = len(self._calls())
        try:
            update = step.happens(self)
        except (AssertionError, LookupError) as fault:
            return f"{step.name}: cannot be done, {fault!r}"
        await self.server.queue(update)
        await self._done(step, update["update_id"])
        self._remember(update)
        came = tuple(told(call, update) for call in self._calls()[before:])
        return "" if came == step.calls else f"{step.name}: {came} came and not {step.calls}"

    def _remember(self, update: Body) -> None:
        if update.keys() & {"message", "edited_message"}:
            self.asked = update
        if "inline_query" in update:
            self.query = update
        self.called = update.get("guest_message", self.called)

    @property
    def posted(self) -> Body:
        """The message that the bot posted or edited last."""
        return self.server.judge.posted[-1]

    def behind(self, label: str, message: Body | None = None) -> str:
        """What stands behind a button of a message, its data or its link. The last message's, unless told."""
        rows = (message or self.posted)["reply_markup"]["inline_keyboard"]
        found = [button for row in rows for button in row if button["text"] == label]
        assert found, f"there is no button {label}, but {[button['text'] for row in rows for button in row]}"
        return str(found[0].get("callback_data") or found[0]["url"])

    def carried(self, label: str) -> str:
        """What the link behind a button lets /start carry."""
        return parse_qs(urlsplit(self.behind(label)).query)["start"][0]

    def inline(self) -> tuple[str, Body]:
        """The message that came last of an inline or guest answer, after its id."""
        return list(self.server.judge.world.inline.items())[-1]

    def offered(self) -> list[Body]:
        """The results that the last inline query was answered with."""
        results: list[Body] = self.server.calls("answerInlineQuery")[-1]["results"]
        return results

    @property
    def next_offset(self) -> str:
        """Where the next page of the last inline answer begins."""
        return str(self.server.calls("answerInlineQuery")[-1]["next_offset"])

    def _calls(self) -> list[Call]:
        return [call for call in self.server.judge.calls if call.method != _OF_THE_RUN]

    async def _done(self, step: Step, number: int) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not self._closed(number):  # noqa: ASYNC110 - the run is another process, and sets no event
                    await asyncio.sleep(_PAUSE)
        except TimeoutError:
            raise TimeoutError(f"{step.name}: is not done; refused is {self.server.refused}") from None

    def _closed(self, number: int) -> bool:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT body IS NULL FROM inbox WHERE update_id = ?", (number,)).fetchone()
        return found is not None and bool(found[0])


def told(call: Call, update: Body) -> str:
    """A call in a line: what it does, as people see it, and the first words of what it says."""
    values = call.parameters
    match call.method:
        case "sendMessage":
            return f"{_posting(values, _message(update))}: {_first(call.text)}"
        case "editMessageText":
            return f"edits: {_first(call.text)}"
        case "deleteMessage":
            return "removes its message"
        case "answerCallbackQuery":
            return f"notice: {values['text']}" if "text" in values else "takes the press"
        case "answerInlineQuery":
            return _offering(values)
        case "answerGuestQuery":
            return f"as a guest: {_first(visible(values['result']['input_message_content']['message_text']))}"
        case "getChatMember":
            return "asks who that is"
        case other:
            return other


def _posting(values: Body, message: Body) -> str:
    thread = f" in topic {values['message_thread_id']}" if "message_thread_id" in values else ""
    elsewhere = "" if values["chat_id"] == message["chat"]["id"] else " in another chat"
    return f"{_how(values, message)}{thread}{elsewhere}"


def _how(values: Body, message: Body) -> str:
    target = values.get("reply_parameters", {}).get("message_id")
    if target is None:
        return "posts"
    if target == message.get("message_id"):
        return "replies"
    quoted = message.get("reply_to_message", {}).get("message_id")
    return "answers whom they quote" if target == quoted else f"replies to message {target}"


def _offering(values: Body) -> str:
    results = values["results"]
    many = f"{len(results)} results from {results[0]['title']}" if results else "no result"
    more = f", more at {values['next_offset']}" if values.get("next_offset") else ""
    return f"offers {many}{more}{', or a private chat' if 'button' in values else ''}"


def _message(update: Body) -> Body:
    """The message that an update is about: a press is about the one above its button."""
    body = next(value for name, value in update.items() if name != "update_id")
    message: Body = body.get("message", body)
    return message


def _first(words: str) -> str:
    return words.partition("\n")[0]
