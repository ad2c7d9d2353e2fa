"""Runs a case of the fault benchmark: starts the run, asks questions and injects the fault."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from bot.simulator.errors import ExecutedThen, Fault, Recurring
from tests.benchmarks import breaking
from tests.benchmarks.trial import Trial
from tests.bot.postgres_server import programs
from tests.bot.postgres_server import serving as postgres
from tests.bot.process import WebhookSettings

EVERY = 10
"""One message in ten meets a recurring fault."""
BEFORE = 5.0
"""Seconds of questions before a fault, and between a start and the kill."""


class LeftOutError(Exception):
    """A case cannot run here. The message has the reason and the cure."""


@dataclass
class Stage:
    """A trial with its cleanup and the options of the command line.

    `began` is the time of the fault; `unavoidable` counts the answers that may be doubled.
    """

    trial: Trial
    cleanup: ExitStack
    questions: int
    outage: float
    began: float = 0.0
    unavoidable: int = 0

    def on_postgres(self) -> breaking.Postgres:
        """Run on PostgreSQL."""
        where = programs()
        if where is None:
            raise LeftOutError("PostgreSQL is not installed; apt-get install postgresql")
        database = breaking.Postgres(self.cleanup.enter_context(postgres(where)))
        self.cleanup.callback(database.close)
        self.trial.settings["LEGWISE_DATABASE_URL"] = database.url
        return database

    def use_webhook(self) -> None:
        """Use a webhook."""
        self.trial.settings |= WebhookSettings.on_free_port().settings

    async def recurring(self, *faults: Fault) -> None:
        """Inject the faults into every tenth message."""
        recurring = Recurring("sendMessage", EVERY, faults)
        async with self.trial.run():
            await asyncio.sleep(1.0)
            self.trial.server.api.recurring.append(recurring)
            self.began = time.monotonic()
            await self.trial.ask(self.questions // 3)
            self.trial.fault_ended = time.monotonic()
            await self.trial.finish()
        self.unavoidable = recurring.calls // EVERY * any(isinstance(fault, ExecutedThen) for fault in faults)

    async def outage_of(self, failure: AbstractAsyncContextManager[None]) -> None:
        """Let a failure last for the duration of an outage."""
        async with self.trial.run(), asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(self.trial.ask(self.questions))
            await asyncio.sleep(BEFORE)
            self.began, self.unavoidable = time.monotonic(), self.trial.server.delayed_calls
            async with failure:
                await asyncio.sleep(self.outage)
            self.trial.fault_ended = time.monotonic()
            await asking
            await self.trial.finish()

    async def restarts_after(self, *steps: Callable[[], None]) -> None:
        """Take a step before each kill and restart."""
        asking = asyncio.create_task(self.trial.ask(self.questions * 2 // 3))
        self.began = time.monotonic() + BEFORE
        for step in steps:
            async with self.trial.run() as process:
                await asyncio.sleep(BEFORE)
                step()
                await asyncio.sleep(1.0)
                process.kill()
                await process.wait()
            self.unavoidable += _claims(self.trial.runner.database)
        self.trial.fault_ended = time.monotonic()
        async with self.trial.run():
            await asking
            await self.trial.finish()


def _claims(file: Path) -> int:
    """Return how many updates are in progress."""
    with closing(sqlite3.connect(file)) as connection:
        [count] = connection.execute("SELECT count(*) FROM inbox WHERE claimant IS NOT NULL").fetchone()
    return int(count)
