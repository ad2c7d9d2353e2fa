"""A conversation with the real application, one update after another."""

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
from bot.simulator import TOKEN, BotApi
from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.store import Store
from faq.assistant import Assistant
from tests.bot.fake_request import FakeRequest


@dataclass(frozen=True, slots=True)
class Conversation:
    """A user's chat with the bot."""

    api: BotApi
    bot: Bot
    application: Telegram
    store: Store

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
