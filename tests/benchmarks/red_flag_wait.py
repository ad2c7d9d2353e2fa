"""Wait of a red flag for its answer, behind everything that may delay it.

    python -m tests.benchmarks.red_flag_wait [--queued 50000] [--flood 10000] [--flags 5] [--only NAME]

`legwise run` gets a queue of private questions, a flood of /ask in one group, or a full or locked database; then red
flags arrive one after another, each from another user, and the seconds from the arrival of each at the server to its
answer are printed. The rate limit is on and the server enforces Telegram's. The bot runs with the tests' content and
without the model, because waiting is measured and not matching. The full disk needs root. Needs the tests' packages:
pip install -r .requirements/test.txt
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import make_url

from bot.simulator import BotApiSimulator
from bot.simulator.flood_control import FloodControl
from tests.benchmarks import breaking
from tests.benchmarks.flood import flood
from tests.benchmarks.processes import BotProcesses, Setting, question, run_bot
from tests.bot.actor import person
from tests.bot.sample_updates import GROUP, said

WORDS = "I have chest pain"
ANSWER = "Call 112 now."
TARGET = 2.0
"""Seconds."""
LONGEST = 60.0
"""Seconds after which an answer counts as missing."""
SPACING = 3.5
"""Seconds between two red flags: each is alone, and Telegram's limit on the group allows each."""
SETTLING = 1.5
"""Seconds between the fault and the first red flag, in which ordinary questions run into it."""
ORDINARY = 20
"""Questions that arrive with the fault."""
_LINE = "{:<44}{:>6}{:>10}{:>10}{:>10}"


@dataclass(frozen=True, slots=True)
class Options:
    """The sizes."""

    queued: int
    flood: int
    flags: int


Times = list[float]
Case = Callable[[Options], Coroutine[Any, Any, tuple[str, Times]]]


async def queue(options: Options) -> tuple[str, Times]:
    """Red flags behind questions of as many users."""
    async with _bot() as bot:
        await bot.server.queue(*(question(10_000 + number) for number in range(options.queued)))
        await _wait_until_stored(bot, options.queued)
        return f"behind {_waiting(bot):,} stored questions", await _ask(bot.server, options.flags)


async def arriving(options: Options) -> tuple[str, Times]:
    """Red flags while the queue is still being fetched from Telegram, a hundred at a time."""
    async with _bot() as bot:
        await bot.server.queue(*(question(10_000 + number) for number in range(options.queued // 10)))
        return f"behind {options.queued // 10:,} at Telegram's server", await _ask(bot.server, 1)


async def group(options: Options) -> tuple[str, Times]:
    """Red flags in a flooded group."""
    async with _bot() as bot:
        await bot.server.queue(*flood(options.flood))
        await _wait_until_stored(bot, options.flood)
        # Telegram allows twenty messages a minute in a group, and one of them is reserved for a red flag.
        return f"in a group with {options.flood:,} messages", await _ask(bot.server, 1, GROUP)


async def disk(options: Options) -> tuple[str, Times]:
    """Red flags on a full disk."""
    if os.getuid():
        raise SystemExit("disk: it mounts a small file system; run it as root")
    with tempfile.TemporaryDirectory() as folder, breaking.small_disk(Path(folder) / "disk") as small:
        async with _bot(LEGWISE_DATABASE_URL=f"sqlite+aiosqlite:///{small}/legwise.sqlite3") as bot:
            return "on a full disk", await _during(bot, breaking.full_disk(small), options)


async def lock(options: Options) -> tuple[str, Times]:
    """Red flags while the database is locked."""
    async with _bot() as bot:
        return "with a locked database", await _during(bot, breaking.locked_database(_file(bot)), options)


CASES: dict[str, Case] = {case.__name__: case for case in (queue, arriving, group, disk, lock)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the wait of red flags.")
    parser.add_argument("--queued", type=int, default=50_000)
    parser.add_argument("--flood", type=int, default=10_000)
    parser.add_argument("--flags", type=int, default=5)
    parser.add_argument("--only", choices=CASES, action="append", help="run this case; may be repeated")
    given = parser.parse_args()
    options = Options(given.queued, given.flood, given.flags)
    print(_LINE.format("a red flag", "flags", "median s", "max s", f"<= {TARGET:g} s"))
    for name in given.only or CASES:
        title, times = asyncio.run(CASES[name](options))
        share = sum(seconds <= TARGET for seconds in times)
        print(
            _LINE.format(title, len(times), f"{median(times):.2f}", f"{max(times):.2f}", f"{share}/{len(times)}"),
            flush=True,
        )


@asynccontextmanager
async def _bot(**settings: str) -> AsyncIterator[BotProcesses]:
    async with run_bot(Setting(), LEGWISE_RATE_LIMIT="on", **settings) as bot:
        bot.server.api.flood_control = FloodControl()
        yield bot


async def _during(bot: BotProcesses, failure: AbstractAsyncContextManager[None], options: Options) -> Times:
    async with failure:
        await bot.server.queue(*(question(10_000 + number) for number in range(ORDINARY)))
        await asyncio.sleep(SETTLING)
        return await _ask(bot.server, options.flags)


async def _ask(server: BotApiSimulator, flags: int, chat: dict[str, Any] | None = None) -> Times:
    """Return the seconds that the answer to each red flag took, or the longest wait."""
    times = Times()
    for number in range(flags):
        user = person(1_000 + number, "Ada")
        update = said(WORDS, chat, from_=user, date=int(time.time())) if chat else question(1_000 + number, WORDS)
        place, now = update["message"]["chat"]["id"], time.monotonic()
        before = _answers(server, place)
        await server.queue(update)
        while _answers(server, place) == before and time.monotonic() - now < LONGEST:  # noqa: ASYNC110 - it sets no event
            await asyncio.sleep(0.01)
        times.append(time.monotonic() - now)
        if number + 1 < flags:
            await asyncio.sleep(SPACING)
    return times


def _answers(server: BotApiSimulator, chat: int) -> int:
    return sum(m["chat"]["id"] == chat and ANSWER in m["text"] for m in server.api.posted)


async def _wait_until_stored(bot: BotProcesses, count: int) -> None:
    """Wait until the bot has taken in so many updates."""
    while _count(bot, "1") < count:  # noqa: ASYNC110 - another process stores them
        await asyncio.sleep(0.5)


def _waiting(bot: BotProcesses) -> int:
    return _count(bot, "lane IS NOT NULL")


def _count(bot: BotProcesses, condition: str) -> int:
    with closing(sqlite3.connect(_file(bot))) as connection:
        [count] = connection.execute(f"SELECT count(*) FROM inbox WHERE {condition}").fetchone()
    return int(count)


def _file(bot: BotProcesses) -> Path:
    return Path(make_url(bot.settings[0].get("LEGWISE_DATABASE_URL", bot.url)).database or "")


if __name__ == "__main__":
    main()
