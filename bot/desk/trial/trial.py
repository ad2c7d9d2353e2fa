"""A trial of the whole bot: `legwise run` in this process, with a database in a temporary folder, on the simulator."""

from __future__ import annotations

import asyncio
import secrets
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from pydantic import SecretStr

from bot import run
from bot.concurrency import in_background
from bot.config.settings import Settings
from bot.desk.trial.client import ChatClient
from bot.runtime import Runtime, open_runtime
from bot.simulator import TOKEN, BotApiSimulator, serve

PATIENCE = 5.0
"""Seconds that a press or an inline query waits for the bot."""
Seen = tuple[int, int]
"""The number of calls that the bot made, and of actions of people."""
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Trial:
    """A bot that runs, and the chats in which people try it."""

    simulator: BotApiSimulator
    client: ChatClient
    runtime: Runtime
    settings: Settings

    async def changed(self, seen: Seen | None) -> Seen:
        """Wait until anything has happened in the chats since it was seen. Return what to pass the next time."""
        changed = self.simulator.polling.changed
        async with changed:
            await changed.wait_for(lambda: self._now() != seen)
            return self._now()

    async def until(self, find: Callable[[], Found | None]) -> Found | None:
        """Wait for the bot to do something, and return what is found then; None if there is nothing in time."""
        changed = self.simulator.polling.changed
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE), changed:
                await changed.wait_for(lambda: find() is not None)
        return find()

    def _now(self) -> Seen:
        return len(self.simulator.api.calls), self.client.actions


@asynccontextmanager
async def open_trial(content: Path | None, model: str | None) -> AsyncIterator[Trial]:
    """Run a bot until the end, which answers as soon as its content is loaded. Raises OperatorError."""
    with TemporaryDirectory(prefix="legwise-desk-", ignore_cleanup_errors=True) as folder:
        async with serve() as simulator:
            settings = _settings(simulator.url, Path(folder), content, model)
            client = ChatClient(simulator)
            client.enter()
            async with open_runtime(settings) as runtime, in_background(run.serve(runtime, asyncio.Event())):
                yield Trial(simulator, client, runtime, settings)


def _settings(api_url: str, folder: Path, content: Path | None, model: str | None) -> Settings:
    """Return settings that are not read from the environment, which may be those of another bot."""
    return Settings.model_construct(
        content=content,
        model=model,
        database_url=SecretStr(f"sqlite+aiosqlite:///{folder / 'trial.sqlite3'}"),
        key=SecretStr(urlsafe_b64encode(secrets.token_bytes(32)).decode()),
        token=SecretStr(TOKEN),
        api_url=api_url,
    )
