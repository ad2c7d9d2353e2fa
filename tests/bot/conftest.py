"""Fixtures of the bot's tests: a chat with a real Application over a fake network."""

from __future__ import annotations

import asyncio
import re
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

from bot.handlers.error_handler import ErrorHandler
from bot.handlers.gaps import Curation
from bot.handlers.state import HandlerState
from bot.handlers.throttle import MemoryWindows, Throttle
from bot.metrics import Metrics
from bot.routes import Telegram, build_application
from bot.sending.client import Bot, make_bot
from bot.sending.rate_limiter import RetryingRateLimiter
from bot.simulator import TOKEN, BotApi, Call
from bot.simulator.bot_api import Validator
from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.store import Store
from bot.updates.result import Result
from faq.assistant import Assistant
from tests.bot.api_validators import aiogram_validator
from tests.bot.fake_request import FakeRequest
from tests.bot.small_faq import TALKING, assistant

KEY = "a2V5IG9mIHRoZSB0ZXN0cywgb2YgMzIgYnl0ZXMhISE="
NOW = 1_700_000_000
"""The time of the updates of `sample_updates`."""

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@dataclass
class Clock:
    """A clock that moves only when a test sets it."""

    now: float = NOW

    def __call__(self) -> float:
        return self.now


@dataclass
class Chat:
    """A running application: pass it an update as JSON to get the calls that the bot makes."""

    api: BotApi
    bot: Bot
    application: Telegram
    error_handler: ErrorHandler
    store: Store
    clock: Clock
    metrics: Metrics

    async def process(self, update: dict[str, Any]) -> Result:
        """Process an update; return its result."""
        read = Update.de_json(self.api.record(update), self.bot)
        await self.application.process_update(read)
        return self.error_handler.result(read)

    async def __call__(self, update: dict[str, Any]) -> list[Call]:
        """Process an update; return the bot's calls."""
        before = len(self.api.calls)
        await self.process(update)
        return self.api.calls[before:]


def silences(chat: Chat) -> dict[str, int]:
    """Return how many messages got no answer, by the reason."""
    found = re.findall(
        r'^legwise_silences_total{reason="(\w+)"} ([0-9.]+)$', chat.metrics.page().decode(), re.MULTILINE
    )
    return {reason: round(float(number)) for reason, number in found if float(number)}


ChatFactory = Callable[..., AbstractAsyncContextManager[Chat]]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database, made once; each test uses a copy."""
    file = tmp_path_factory.mktemp("database") / "empty.sqlite3"

    async def make() -> None:
        async with open_database(f"sqlite+aiosqlite:///{file}"):
            pass

    asyncio.run(make())
    return file


@asynccontextmanager
async def open_chat(
    store: Store,
    assistant: Assistant,
    clock: Clock,
    validator: Validator | None = None,
    admins: tuple[int, ...] = (),
    curation: Curation | None = None,
) -> AsyncIterator[Chat]:
    """Open a chat with an assistant, on an open database."""
    api, metrics, throttle = BotApi(validator=validator), Metrics(), Throttle(windows=MemoryWindows(clock))
    error_handler, state = ErrorHandler(metrics, store.crypto), HandlerState(throttle, metrics, clock, admins)
    bot = make_bot(TOKEN, "https://api.example.org", FakeRequest(api), RetryingRateLimiter(delays=(0.0, 0.0)))
    application = build_application(bot, assistant, error_handler, store, throttle, state, curation)
    async with application:
        yield Chat(api, bot, application, error_handler, store, clock, metrics)
    assert not api.refused


@pytest_asyncio.fixture
async def make_chat(empty_database: Path, tmp_path: Path) -> AsyncIterator[ChatFactory]:
    """A function that opens a chat with an assistant, on a new database."""
    clock, file = Clock(), tmp_path / "legwise.sqlite3"
    shutil.copy(empty_database, file)
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}", pool_size=1, max_overflow=0)
    store = Store(engine, Crypto(KEY), clock)

    @asynccontextmanager
    async def chat(
        assistant: Assistant,
        validator: Validator | None = None,
        admins: tuple[int, ...] = (),
        curation: Curation | None = None,
    ) -> AsyncIterator[Chat]:
        async with open_chat(store, assistant, clock, validator, admins, curation) as ready:
            yield ready

    yield chat
    await engine.dispose()


@pytest_asyncio.fixture
async def chat(make_chat: ChatFactory) -> AsyncIterator[Chat]:
    """A chat with the assistant of the small FAQ."""
    async with make_chat(assistant()) as ready:
        yield ready


@pytest_asyncio.fixture
async def talking_chat(make_chat: ChatFactory) -> AsyncIterator[Chat]:
    """A chat with an assistant that knows small talk."""
    async with make_chat(assistant(TALKING)) as ready:
        yield ready


@pytest_asyncio.fixture
async def validated_chat(make_chat: ChatFactory) -> AsyncIterator[Chat]:
    """A chat whose calls aiogram and teremok validate. Loading aiogram takes seconds."""
    async with make_chat(assistant(), aiogram_validator()) as ready:
        yield ready
