"""Where a scenario of faults is played: the run is started, asked, and meets what it is to meet. Knows no scenario."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from bot.simulator.errors import DoneThen, Fault, Recurring
from tests.benchmarks import breaking
from tests.benchmarks.trial import Trial
from tests.bot.postgres_server import programs
from tests.bot.postgres_server import serving as postgres
from tests.bot.test_run import Hooked

EVERY = 10
"""Of so many messages, one meets a fault that recurs."""
BEFORE = 5.0
"""Seconds that it is asked before anything breaks, and between a start and the kill."""


class LeftOutError(Exception):
    """A scenario cannot be played here. Its text says why, and the cure."""


@dataclass
class Stage:
    """Where a scenario is played: a trial, what is torn down after it, and what the command line says.

    `may` counts the answers that may come twice.
    """

    trial: Trial
    after: ExitStack
    questions: int
    outage: float
    broke: float = 0.0
    may: int = 0

    def on_postgres(self) -> breaking.Postgres:
        """Let it run on PostgreSQL."""
        where = programs()
        if where is None:
            raise LeftOutError("PostgreSQL is not installed; apt-get install postgresql")
        database = breaking.Postgres(self.after.enter_context(postgres(where)))
        self.after.callback(database.close)
        self.trial.settings["LEGWISE_DATABASE_URL"] = database.url
        return database

    def hooked(self) -> None:
        """Have updates pushed to it."""
        self.trial.settings |= Hooked.free().settings

    async def recurring(self, *faults: Fault) -> None:
        """Let every so-many-th message meet one of the faults."""
        recurring = Recurring("sendMessage", EVERY, faults)
        async with self.trial.running():
            await asyncio.sleep(1.0)
            self.trial.server.judge.recurring.append(recurring)
            self.broke = time.monotonic()
            await self.trial.ask(self.questions // 3)
            self.trial.mended = time.monotonic()
            await self.trial.ended()
        self.may = recurring.calls // EVERY * any(isinstance(fault, DoneThen) for fault in faults)

    async def outage_of(self, broken: AbstractAsyncContextManager[None]) -> None:
        """Let something be away for a while."""
        async with self.trial.running(), asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(self.trial.ask(self.questions))
            await asyncio.sleep(BEFORE)
            self.broke, self.may = time.monotonic(), self.trial.server.held
            async with broken:
                await asyncio.sleep(self.outage)
            self.trial.mended = time.monotonic()
            await asking
            await self.trial.ended()

    async def restarts_after(self, *steps: Callable[[], None]) -> None:
        """Let something be done before each kill and restart."""
        asking = asyncio.create_task(self.trial.ask(self.questions * 2 // 3))
        self.broke = time.monotonic() + BEFORE
        for step in steps:
            async with self.trial.running() as process:
                await asyncio.sleep(BEFORE)
                step()
                await asyncio.sleep(1.0)
                process.kill()
                await process.wait()
            self.may += _claims(self.trial.house.database)
        self.trial.mended = time.monotonic()
        async with self.trial.running():
            await asking
            await self.trial.ended()


def _claims(file: Path) -> int:
    """How many updates are in work."""
    with closing(sqlite3.connect(file)) as connection:
        [count] = connection.execute("SELECT count(*) FROM inbox WHERE claimant IS NOT NULL").fetchone()
    return int(count)
