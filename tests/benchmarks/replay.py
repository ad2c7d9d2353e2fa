"""Growth of a bot over a day: memory and open files under mixed traffic at maximum speed.

    python -m tests.benchmarks.replay [--minutes 15] [--database SQLite] [--model off]

A day at 30 updates a second has 2.6 million updates; the table shows how many hours fit the minutes given. Private
questions and their edits, questions and talk in groups, inline queries, and presses of the bot's buttons, each from a
new user, so that memory per user shows. The rate limit is off, and the bot always has pending updates. State that
expires by the clock (windows of an hour, ids stored for two days) does not reach its steady size. Warm-up is the first
fifth of the time; the bot is measured at rest after it and in the end.
Needs the tests' packages and psutil: pip install -r .requirements/bench.txt
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

from bot.simulator import BotApiSimulator
from bot.store.tables import INBOX
from tests.benchmarks.processes import BotProcesses, Setting, run_bot
from tests.benchmarks.traffic import Traffic

UPDATES_PER_DAY = 30 * 86_400
BATCH = 300
"""Updates queued whenever fewer are pending."""
SAMPLES = 20
"""Lines of the table."""
WARM_UP = 0.2
"""Share of the time that is warm-up."""
REST = 20.0
"""Seconds after which unused connections are closed."""
REMEMBERED = 20_000
"""Chats and queries that the simulator remembers; older ones are deleted to limit its memory."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A measurement: seconds since the start, updates done, resident bytes, and open files."""

    seconds: float
    done: int
    resident: int
    files: int


@dataclass
class Replay:
    """One run. `received` counts the updates so far."""

    bot: BotProcesses
    engine: AsyncEngine
    traffic: Traffic = field(default_factory=Traffic)
    received: int = 0
    begin: float = field(default_factory=time.monotonic)

    async def feed(self, seconds: float) -> None:
        """Keep the bot busy for some seconds."""
        updates = self.traffic.updates()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if await self.pending() < BATCH:
                await self.bot.server.queue(*self._next(updates))
            await asyncio.sleep(0.05)
            for message in self.bot.server.api.posted:
                self.traffic.posted(message)
            forget(self.bot.server)

    async def pending(self) -> int:
        """Return how many updates are not done."""
        query = select(func.count()).select_from(INBOX).where(INBOX.c.lane.is_not(None))
        async with self.engine.connect() as connection:
            stored: int = (await connection.execute(query)).scalar_one()
        return stored + len(self.bot.server.updates)

    async def sample(self) -> Sample:
        """Measure the bot."""
        [process] = [psutil.Process(process.pid) for process in self.bot.running.values()]
        done = self.received - await self.pending()
        return Sample(time.monotonic() - self.begin, done, process.memory_info().rss, process.num_fds())

    async def rest(self) -> Sample:
        """Wait until the bot is at rest, then measure it."""
        pending = await self.pending()
        while pending:
            await asyncio.sleep(1.0)
            pending = await self.pending()
        await asyncio.sleep(REST)
        return await self.sample()

    def _next(self, updates: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
        batch = list(islice(updates, BATCH))
        self.received += len(batch)
        return batch


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the growth of a bot over a day.")
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--database", choices=("SQLite", "PostgreSQL"), default="SQLite")
    parser.add_argument("--model", default="off", help="empty for the packaged content with the packaged encoder")
    options = parser.parse_args()
    more = {"LEGWISE_MODEL": options.model} | ({} if options.model else {"LEGWISE_CONTENT": ""})
    print(f"{'minutes':>8}{'updates':>10}{'a second':>10}{'hours at 30/s':>15}{'resident MB':>13}{'open files':>12}")
    warm, end = asyncio.run(_measure(Setting(options.database), options.minutes * 60, more))
    print(f"from warm-up to the end: memory x {end.resident / warm.resident:.3f},", end=" ")
    print(f"open files {warm.files} -> {end.files}; {end.done / UPDATES_PER_DAY:.1%} of a day")


async def _measure(setting: Setting, seconds: float, more: dict[str, str]) -> tuple[Sample, Sample]:
    """Return the measurements at rest after the warm-up and in the end."""
    async with run_bot(setting, **more) as bot:
        engine = create_async_engine(bot.url)
        replay = Replay(bot, engine)
        warm = await _measure_period(replay, seconds * WARM_UP, round(SAMPLES * WARM_UP))
        end = await _measure_period(replay, seconds * (1 - WARM_UP), round(SAMPLES * (1 - WARM_UP)))
        await engine.dispose()
    return warm, end


async def _measure_period(replay: Replay, seconds: float, samples: int) -> Sample:
    """Keep the bot busy and measure it meanwhile; then measure it at rest."""
    begin, feeding = time.monotonic(), asyncio.create_task(replay.feed(seconds))
    for number in range(1, samples + 1):
        await asyncio.sleep(begin + number * seconds / samples - time.monotonic())
        _print(await replay.sample())
    await feeding
    sample = await replay.rest()
    _print(sample, "at rest")
    return sample


def _print(sample: Sample, note: str = "") -> None:
    print(f"{sample.seconds / 60:>8.1f}{sample.done:>10,}{sample.done / sample.seconds:>10.0f}", end="")
    print(
        f"{sample.done / 30 / 3600:>15.2f}{sample.resident / 1024 / 1024:>13.1f}{sample.files:>12}  {note}", flush=True
    )


def forget(server: BotApiSimulator) -> None:
    """Delete the simulator's calls, messages, and old chats and queries, which are not used again."""
    server.api.calls.clear()
    server.api.posted.clear()
    server.polls.clear()
    state = server.api.state
    remembered: tuple[dict[Any, Any], ...] = (
        state.chats,
        state.queries,
        state.inline_results,
        state.inline_messages,
    )
    for known in remembered:
        for old in list(islice(known, max(0, len(known) - REMEMBERED))):
            del known[old]


if __name__ == "__main__":
    main()
