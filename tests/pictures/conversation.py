"""A conversation with the real application: takes updates, returns the visible messages."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.fernet import Fernet
from telegram import Update

from bot.handlers.error_handler import ErrorHandler
from bot.handlers.state import HandlerState
from bot.handlers.throttle import MemoryWindows, Throttle
from bot.metrics import Metrics
from bot.routes import Telegram, build_application
from bot.sending.client import Bot, make_bot
from bot.sending.rate_limiter import RetryingRateLimiter
from bot.simulator import BOT, TOKEN, BotApi
from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.store import Store
from faq.assistant import Assistant
from tests.bot.fake_request import FakeRequest
from tests.bot.sample_updates import ASKER, update
from tests.pictures.transcript import InlineList, Message, inline_list, message


@dataclass(frozen=True, slots=True)
class Conversation:
    """A user's chat with the bot."""

    api: BotApi
    bot: Bot
    application: Telegram
    store: Store

    async def ask(self, said: dict[str, Any]) -> tuple[Message, ...]:
        """Send a message (its update); return it and the bot's messages."""
        before = len(self.api.posted)
        await self.process(said)
        own = message(said["message"], ASKER["first_name"], mine=True)
        return own, *(message(body, BOT["first_name"]) for body in self.api.posted[before:])

    async def ask_as_guest(self, said: dict[str, Any]) -> tuple[Message, ...]:
        """Send a guest message (its update); return it and the bot's answer."""
        await self.process(said)
        own = message(said["guest_message"], ASKER["first_name"], mine=True)
        return own, *(message(body, BOT["first_name"]) for body in self.api.state.inline_messages.values())

    async def type(self, query: dict[str, Any]) -> InlineList:
        """Type an inline query; return the list of results."""
        await self.process(query)
        [call] = self.api.calls_of("answerInlineQuery")
        return inline_list(f"@{BOT['username']} {query['inline_query']['query']}", call.parameters)

    async def post_first(self, query: dict[str, Any]) -> Message:
        """Post the first result of an inline query; return the message."""
        chosen = self.api.choose(query, (await self.type(query)).results[0].id)
        await self.process(update("chosen_inline_result", **chosen))
        [body] = self.api.state.inline_messages.values()
        return message(body, ASKER["first_name"], mine=True, via=f"via @{BOT['username']}")

    async def process(self, body: dict[str, Any]) -> None:
        """Process an update."""
        await self.application.process_update(Update.de_json(self.api.record(body), self.bot))


@asynccontextmanager
async def conversation(assistant: Assistant, clock: Callable[[], float] = time.time) -> AsyncIterator[Conversation]:
    """Open a conversation on a temporary database."""
    with TemporaryDirectory() as folder:
        async with open_database(f"sqlite+aiosqlite:///{Path(folder, 'legwise.sqlite3')}") as engine:
            api, store = BotApi(), Store(engine, Crypto(Fernet.generate_key().decode()), clock)
            metrics, throttle = Metrics(), Throttle(windows=MemoryWindows(clock))
            error_handler, state = ErrorHandler(metrics, store.crypto), HandlerState(throttle, metrics, clock)
            bot = make_bot(TOKEN, "https://api.example.org", FakeRequest(api), RetryingRateLimiter(delays=(0.0, 0.0)))
            application = build_application(bot, assistant, error_handler, store, throttle, state)
            async with application:
                yield Conversation(api, bot, application, store)
            assert not api.refused
