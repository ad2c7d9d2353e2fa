"""Fixtures of the Telegram side's tests: a chat that runs a real Application over the fake wire."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import settings
from sqlalchemy.ext.asyncio import create_async_engine
from telegram import Update

from bot.handlers.error_handler import Failures
from bot.handlers.throttle import MemoryWindows, Throttle
from bot.routes import Telegram, build_application
from bot.sending.client import Bot, make_bot
from bot.sending.rate_limiter import RetryingRateLimiter
from bot.simulator.judge import Outside
from bot.store.crypto import Crypto
from bot.store.database import opened
from bot.store.store import Store
from bot.updates.result import Result
from faq.assistant import Assistant
from tests.bot.api_judges import aiogram_judge
from tests.bot.fake_request import Wire
from tests.bot.judge import TOKEN, Call, Judge
from tests.bot.small_faq import assistant

KEY = "a2V5IG9mIHRoZSB0ZXN0cywgb2YgMzIgYnl0ZXMhISE="
NOW = 1_700_000_000
"""The time of the updates of `updates.py`."""

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@dataclass
class Clock:
    """Stands still until a test moves it."""

    now: float = NOW

    def __call__(self) -> float:
        return self.now


@dataclass
class Chat:
    """Takes updates as JSON; hands out the calls that they lead to."""

    judge: Judge
    bot: Bot
    application: Telegram
    failures: Failures
    store: Store
    clock: Clock

    async def ending(self, update: dict[str, Any]) -> Result:
        """What comes of an update in the end."""
        read = Update.de_json(self.judge.see(update), self.bot)
        await self.application.process_update(read)
        return self.failures.ending(read)

    async def __call__(self, update: dict[str, Any]) -> list[Call]:
        """The calls that an update leads to."""
        before = len(self.judge.calls)
        await self.ending(update)
        return self.judge.calls[before:]


Chatting = Callable[..., AbstractAsyncContextManager[Chat]]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database, made once: each test takes a copy."""
    file = tmp_path_factory.mktemp("database") / "empty.sqlite3"

    async def make() -> None:
        async with opened(f"sqlite+aiosqlite:///{file}"):
            pass

    asyncio.run(make())
    return file


@pytest_asyncio.fixture
async def chatting(empty_database: Path, tmp_path: Path) -> AsyncIterator[Chatting]:
    """Opens a chat with an assistant, with judges from outside if they are given, on a database of its own."""
    clock, file = Clock(), tmp_path / "legwise.sqlite3"
    shutil.copy(empty_database, file)
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}")
    store = Store.of(engine, Crypto.of(KEY), clock)

    @asynccontextmanager
    async def chat(answering: Assistant, outside: Outside | None = None) -> AsyncIterator[Chat]:
        judge, failures = Judge(outside=outside), Failures()
        bot = make_bot(TOKEN, "https://api.example.org", Wire(judge), RetryingRateLimiter(pauses=(0.0, 0.0)))
        application = build_application(bot, answering, failures, store, Throttle(windows=MemoryWindows(clock)))
        async with application:
            yield Chat(judge, bot, application, failures, store, clock)
        assert not judge.refused

    yield chat
    await engine.dispose()


@pytest_asyncio.fixture
async def chat(chatting: Chatting) -> AsyncIterator[Chat]:
    """A chat with the assistant of the tiny FAQ."""
    async with chatting(assistant()) as ready:
        yield ready


@pytest_asyncio.fixture
async def judged_chat(chatting: Chatting) -> AsyncIterator[Chat]:
    """The same, where judges that are not ours look at each call. Their library takes seconds to load."""
    async with chatting(assistant(), aiogram_judge()) as ready:
        yield ready
