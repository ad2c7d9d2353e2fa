"""A conversation with the real application: Telegram's updates in, what a person then sees out. Draws nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.fernet import Fernet
from telegram import Update

from bot.handlers.error_handler import Failures
from bot.handlers.throttle import Throttle
from bot.routes import Telegram, build_application
from bot.sending.client import Bot, make_bot
from bot.sending.rate_limiter import RetryingRateLimiter
from bot.store.crypto import Crypto
from bot.store.database import opened
from bot.store.store import Store
from faq.assistant import Assistant
from tests.bot.fake_request import Wire
from tests.bot.judge import BOT, TOKEN, Judge
from tests.bot.sample_updates import ASKER, update
from tests.pictures.transcript import Message, Offer, message, offer


@dataclass(frozen=True, slots=True)
class Conversation:
    """One person's chat with the bot. `judge` is Telegram's side of it."""

    judge: Judge
    bot: Bot
    application: Telegram

    async def asked(self, said: dict[str, Any]) -> tuple[Message, ...]:
        """What is said, by an update with a message, and what the bot then posts."""
        before = len(self.judge.posted)
        await self._process(said)
        mine = message(said["message"], ASKER["first_name"], mine=True)
        return mine, *(message(body, BOT["first_name"]) for body in self.judge.posted[before:])

    async def asked_as_guest(self, said: dict[str, Any]) -> tuple[Message, ...]:
        """What is said, by an update with a guest message, and what Telegram posts for the bot."""
        await self._process(said)
        mine = message(said["guest_message"], ASKER["first_name"], mine=True)
        return mine, *(message(body, BOT["first_name"]) for body in self.judge.world.inline.values())

    async def typed(self, query: dict[str, Any]) -> Offer:
        """What is offered while an inline query is typed."""
        await self._process(query)
        [call] = self.judge.of("answerInlineQuery")
        return offer(f"@{BOT['username']} {query['inline_query']['query']}", call.parameters)

    async def posted(self, query: dict[str, Any]) -> Message:
        """The message that comes of the first result of an inline query."""
        chosen = self.judge.choose(query, (await self.typed(query)).results[0].id)
        await self._process(update("chosen_inline_result", **chosen))
        [body] = self.judge.world.inline.values()
        return message(body, ASKER["first_name"], mine=True, via=f"via @{BOT['username']}")

    async def _process(self, body: dict[str, Any]) -> None:
        await self.application.process_update(Update.de_json(self.judge.see(body), self.bot))


@asynccontextmanager
async def conversation(assistant: Assistant) -> AsyncIterator[Conversation]:
    """Opens a conversation with a memory of its own, which ends with it."""
    with TemporaryDirectory() as folder:
        async with opened(f"sqlite+aiosqlite:///{Path(folder, 'legwise.sqlite3')}") as engine:
            judge, store = Judge(), Store.of(engine, Crypto.of(Fernet.generate_key().decode()))
            bot = make_bot(TOKEN, "https://api.example.org", Wire(judge), RetryingRateLimiter(pauses=(0.0, 0.0)))
            application = build_application(bot, assistant, Failures(), store, Throttle())
            async with application:
                yield Conversation(judge, bot, application)
            assert not judge.refused
