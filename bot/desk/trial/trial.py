"""A trial of the whole bot: `legwise run` in this process, with a database in a temporary folder, on the simulator."""

from __future__ import annotations

import asyncio
import logging
import secrets
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from pydantic import SecretStr

from bot import run
from bot.concurrency import in_background
from bot.config.settings import Settings
from bot.desk.trial.client import ChatClient
from bot.log import describe
from bot.runtime import Runtime, open_runtime
from bot.simulator import TOKEN, BotApiSimulator, serve
from faq.errors import OperatorError

PATIENCE = 5.0
"""Seconds that a press or an inline query waits for the bot."""
Seen = tuple[int, int, bool, str]
"""The number of calls that the bot made and of actions of people, whether it answers, and the fault that ended it."""
Found = TypeVar("Found")

log = logging.getLogger(__name__)


class Trial:
    """A bot that runs, and the chats in which people try it.

    Attributes:
        fault: why the bot has ended, with the cure; empty while it runs.

    """

    def __init__(self, simulator: BotApiSimulator, client: ChatClient, runtime: Runtime, settings: Settings) -> None:
        self.simulator, self.client, self.runtime, self.settings = simulator, client, runtime, settings
        self.fault = ""

    @property
    def is_answering(self) -> bool:
        """Whether the content is loaded, so that questions are answered."""
        return self.runtime.answering.is_set()

    @property
    def suggestions(self) -> tuple[str, ...]:
        """The questions to begin with; none before the content is loaded."""
        if (assistant := self.runtime.in_use.assistant) is None:
            return ()
        return tuple(entry.question for entry in (assistant.faq.starters or assistant.faq.entries)[:3])

    async def serve(self) -> None:
        """Run the bot until the task is cancelled. The page shows a fault that ends it."""
        try:
            await run.serve(self.runtime, asyncio.Event())
        except OperatorError as fault:
            self.fault = str(fault)
        except Exception as fault:  # the page shows it
            log.error("the bot has ended: %s", describe(fault))
            self.fault = f"A fault of the program itself has ended the bot: {type(fault).__name__}."
        await self.simulator.polling.notify()

    async def notify_when_answering(self) -> None:
        """Notify the pages as soon as the content is loaded."""
        await self.runtime.answering.wait()
        await self.simulator.polling.notify()

    async def changed(self, seen: Seen | None) -> Seen:
        """Wait until the state differs from the one that was seen, and return it, to be passed the next time."""
        changed = self.simulator.polling.changed
        async with changed:
            await changed.wait_for(lambda: self._now() != seen)
            return self._now()

    async def until(self, find: Callable[[], Found | None]) -> Found | None:
        """Wait until a search finds something, and return it; None if it finds nothing in time."""
        changed = self.simulator.polling.changed
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE), changed:
                await changed.wait_for(lambda: find() is not None)
        return find()

    def _now(self) -> Seen:
        return len(self.simulator.api.calls), self.client.actions, self.is_answering, self.fault


@asynccontextmanager
async def open_trial(content: Path | None, model: str | None) -> AsyncIterator[Trial]:
    """Run a bot until the end, which answers as soon as its content is loaded. Raises OperatorError."""
    with TemporaryDirectory(prefix="legwise-desk-", ignore_cleanup_errors=True) as folder:
        async with AsyncExitStack() as stack:
            simulator = await stack.enter_async_context(serve())
            settings = _settings(simulator.url, Path(folder), content, model)
            client = ChatClient(simulator)
            await client.start_over()
            trial = Trial(simulator, client, await stack.enter_async_context(open_runtime(settings)), settings)
            work: Coroutine[object, object, None]
            for work in (trial.serve(), trial.notify_when_answering()):
                await stack.enter_async_context(in_background(work))
            yield trial


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
