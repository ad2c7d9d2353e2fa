"""Whether a bot grows over a day: its memory and its open files under traffic of all sorts, as fast as it goes.

    python -m tests.benchmarks.replay [--minutes 15] [--database SQLite] [--model off]

A day at 30 updates a second would be 2.6 million; this is as much of it as fits the minutes, and the table tells how
many hours that is. Questions in private, their edits, groups that ask and groups that talk, inline queries, presses of
the bot's own buttons: each of somebody new, so that what is kept for each person in memory would show. The rate limit
is lifted, and the bot never has fewer than so many updates before it. What depends on the clock (windows of an hour,
numbers that are kept for two days) is not a day old in the end. Warm-up is the first fifth of the time; then, and in
the end, the bot is looked at when it has come to rest.
Needs what the tests need, and psutil: pip install -c constraints.txt ".[test,bench]"
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import psutil
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.simulator import Counterpart
from bot.store.tables import INBOX
from tests.benchmarks.running import PostgresCoordinator, Setting, running
from tests.benchmarks.traffic import Traffic

A_DAY = 30 * 86_400
WAITING = 300
"""Updates that are not done, below which as many more come in."""
LOOKS = 20
"""Lines of the table."""
WARM_UP = 0.2
"""Share of the time that is warm-up."""
REST = 20.0
"""Seconds after which connections that nobody uses are closed."""
PLACES = 20_000
"""Chats and queries that the server remembers; older ones it forgets, for its own memory's sake."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen of the bot: seconds since the start, updates done, bytes, and open files."""

    seconds: float
    done: int
    resident: int
    files: int


@dataclass
class Replay:
    """One run. `came` counts the updates so far."""

    bot: PostgresCoordinator
    engine: AsyncEngine
    traffic: Traffic = field(default_factory=Traffic)
    came: int = 0
    begun: float = field(default_factory=time.monotonic)

    async def feed(self, seconds: float) -> None:
        """Keep the bot busy for so long."""
        updates = self.traffic.updates()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if await self.waiting() < WAITING:
                await self.bot.server.queue(*self._next(updates))
            await asyncio.sleep(0.05)
            for message in self.bot.server.judge.posted:
                self.traffic.posted(message)
            forget(self.bot.server)

    async def waiting(self) -> int:
        """How many updates are not done."""
        query = select(func.count()).select_from(INBOX).where(INBOX.c.lane.is_not(None))
        async with self.engine.connect() as connection:
            kept: int = (await connection.execute(query)).scalar_one()
        return kept + len(self.bot.server.updates)

    async def look(self) -> Look:
        """See how the bot is."""
        [process] = [psutil.Process(process.pid) for process in self.bot.living.values()]
        done = self.came - await self.waiting()
        return Look(time.monotonic() - self.begun, done, process.memory_info().rss, process.num_fds())

    async def rest(self) -> Look:
        """Let the bot come to rest, then see how it is."""
        waiting = await self.waiting()
        while waiting:
            await asyncio.sleep(1.0)
            waiting = await self.waiting()
        await asyncio.sleep(REST)
        return await self.look()

    def _next(self, updates: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
        some = list(islice(updates, WAITING))
        self.came += len(some)
        return some


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Whether a bot grows over a day.")
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--database", choices=("SQLite", "PostgreSQL"), default="SQLite")
    parser.add_argument("--model", default="off", help="empty for the packaged content with the packaged encoder")
    told = parser.parse_args()
    more = {"LEGWISE_MODEL": told.model} | ({} if told.model else {"LEGWISE_CONTENT": ""})
    print(f"{'minutes':>8}{'updates':>10}{'a second':>10}{'hours at 30/s':>15}{'resident MB':>13}{'open files':>12}")
    warm, end = asyncio.run(_measured(Setting(told.database), told.minutes * 60, more))
    print(f"from warm-up to the end: memory x {end.resident / warm.resident:.3f},", end=" ")
    print(f"open files {warm.files} -> {end.files}; {end.done / A_DAY:.1%} of a day")


async def _measured(setting: Setting, seconds: float, more: dict[str, str]) -> tuple[Look, Look]:
    """How it is at rest after the warm-up, and in the end."""
    async with running(setting, **more) as bot:
        engine = create_async_engine(bot.url)
        replay = Replay(bot, engine)
        warm = await _stretch(replay, seconds * WARM_UP, round(LOOKS * WARM_UP))
        end = await _stretch(replay, seconds * (1 - WARM_UP), round(LOOKS * (1 - WARM_UP)))
        await engine.dispose()
    return warm, end


async def _stretch(replay: Replay, seconds: float, looks: int) -> Look:
    """Keep the bot busy for so long, and look at it meanwhile; then let it come to rest, and look again."""
    begun, feeding = time.monotonic(), asyncio.create_task(replay.feed(seconds))
    for number in range(1, looks + 1):
        await asyncio.sleep(begun + number * seconds / looks - time.monotonic())
        _print(await replay.look())
    await feeding
    look = await replay.rest()
    _print(look, "at rest")
    return look


def _print(look: Look, note: str = "") -> None:
    print(f"{look.seconds / 60:>8.1f}{look.done:>10,}{look.done / look.seconds:>10.0f}", end="")
    print(f"{look.done / 30 / 3600:>15.2f}{look.resident / 1024 / 1024:>13.1f}{look.files:>12}  {note}", flush=True)


def forget(server: Counterpart) -> None:
    """Keep the server small: calls and messages are seen, and chats and queries that are old never come again."""
    server.judge.calls.clear()
    server.judge.posted.clear()
    server.polls.clear()
    world = server.judge.world
    remembered: tuple[dict[Any, Any], ...] = (world.places, world.queries, world.offers, world.inline)
    for known in remembered:
        for old in list(islice(known, max(0, len(known) - PLACES))):
            del known[old]


if __name__ == "__main__":
    main()
