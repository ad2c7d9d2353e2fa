"""What kill -9 costs: how many questions are lost, and how many answered twice.

    python -m tests.benchmarks.killing [--kills 5] [--questions 300] [--seed 5]

`legwise run` answers questions that keep coming in, each of another person, and is killed at random moments and started
again at once; the counterpart takes 50 ms for each answer. On SQLite by polling; on PostgreSQL, where it is installed,
by polling with one replica, and with three that share an inbox, of which one is killed each time. Those are fed through
the inbox, since only one may poll. Printed are the questions lost, the answers too many, and the updates that were
claimed at each kill, which is as many as may be answered twice; live replicas' claims are among them.
Needs what the tests need: pip install -c constraints.txt ".[test]"
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.delivery.inbox import Inbox, Kept
from bot.store.database import opened
from bot.store.tables import INBOX
from tests.bot.counterpart import Counterpart, serving
from tests.bot.seat import person, private
from tests.bot.store.server import CURE, programs
from tests.bot.store.server import serving as postgres
from tests.bot.test_run import House
from tests.bot.updates import said

A_SECOND = 40
"""Questions that come in."""
DELAY = 0.05
"""Seconds that the server takes for an answer."""
LONGEST = 2.0
"""Seconds from a start's first sign of life, or from the kill before, to the kill, at most."""
END = 180.0
"""Seconds without a new answer after which what has none is lost."""

Feed = Callable[[dict[str, Any]], Awaitable[object]]


@dataclass
class Run:
    """One run over all its kills."""

    server: Counterpart
    house: House
    url: str
    chance: random.Random
    claimed: list[int] = field(default_factory=list)
    living: list[tuple[Process, AsyncExitStack]] = field(default_factory=list)

    async def start(self) -> None:
        """Start one more process, and wait until it polls."""
        stack, polls = AsyncExitStack(), len(self.server.polls)
        settings = {"LEGWISE_DATABASE_URL": self.url, "LEGWISE_MODEL": "off", "LEGWISE_RATE_LIMIT": "off"}
        process = await stack.enter_async_context(self.house.running(**settings))
        self.living.append((process, stack))
        await self.server.until(lambda: len(self.server.polls) > polls)

    async def kill(self) -> None:
        """Kill one of the processes."""
        process, stack = self.living.pop(self.chance.randrange(len(self.living)))
        process.kill()
        await stack.aclose()

    async def end(self) -> None:
        """Kill all that are left."""
        while self.living:
            await self.kill()

    def answers(self) -> Counter[int]:
        """How many answers each chat got."""
        return Counter(message["chat"]["id"] for message in self.server.judge.posted)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What kill -9 costs.")
    for name, usual in (("--kills", 5), ("--questions", 300), ("--seed", 5)):
        parser.add_argument(name, type=int, default=usual)
    told = parser.parse_args()
    for replicas, on in ((1, "SQLite"), (1, "PostgreSQL"), (3, "PostgreSQL")):
        with _database(on) as url:
            if url is None:
                print(CURE)
                return
            print(f"{on}, {replicas} x legwise run:", end=" ", flush=True)
            asyncio.run(_measured(url, replicas, told))


@contextmanager
def _database(on: str) -> Iterator[str | None]:
    if on == "SQLite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite+aiosqlite:///{folder}/legwise.sqlite3"
    elif (where := programs()) is None:
        yield None
    else:
        with postgres(where) as url:
            yield url


async def _measured(url: str, replicas: int, told: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with serving() as server:
            server.delay = DELAY
            run = Run(server, House(Path(folder), server), url, random.Random(told.seed))
            begun = time.monotonic()
            await (_run(run, replicas, told) if replicas == 1 else _shared(run, replicas, told))
            _print(run, told.questions, time.monotonic() - begun)


async def _shared(run: Run, replicas: int, told: argparse.Namespace) -> None:
    """The same with the questions put into the inbox itself."""
    async with opened(run.url) as engine:
        inbox = Inbox(engine)

        async def feed(update: dict[str, Any]) -> None:
            run.server.judge.see(update)
            await inbox.keep([Kept(update["update_id"], update)])

        await _run(run, replicas, told, feed)


async def _run(run: Run, replicas: int, told: argparse.Namespace, feed: Feed | None = None) -> None:
    for _ in range(replicas):
        await run.start()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_asked(feed or run.server.queue, told.questions))
        for _ in range(told.kills):
            await asyncio.sleep(run.chance.uniform(0.0, LONGEST))
            await run.kill()
            run.claimed.append(await _claims(run.url))
            await run.start()
    await _settled(run, told.questions)
    await run.end()


async def _asked(feed: Feed, questions: int) -> None:
    begun = time.monotonic()
    for number in range(1, questions + 1):
        await asyncio.sleep(begun + number / A_SECOND - time.monotonic())
        who = person(number, "Ada")
        await feed(said("What stores iron?", private(who).chat, from_=who))


async def _claims(url: str) -> int:
    engine: AsyncEngine = create_async_engine(url)
    query = select(func.count()).select_from(INBOX).where(INBOX.c.claimant.is_not(None))
    async with engine.connect() as connection:
        claims = (await connection.execute(query)).scalar_one()
    await engine.dispose()
    return claims


async def _settled(run: Run, questions: int) -> None:
    """Wait until everybody has an answer, or nothing comes any more."""
    answered, since = 0, time.monotonic()
    while len(run.answers()) < questions and time.monotonic() - since < END:
        await asyncio.sleep(0.2)
        if len(run.answers()) > answered:
            answered, since = len(run.answers()), time.monotonic()
    await asyncio.sleep(2 * DELAY)


def _print(run: Run, questions: int, seconds: float) -> None:
    answers = run.answers()
    twice = sum(answers.values()) - len(answers)
    print(f"{questions} questions, {len(run.claimed)} kills: {questions - len(answers)} lost, {twice} answered again;")
    print(f"  in work at the kills: {run.claimed}, {sum(run.claimed)} in all; {seconds:.0f} s")


if __name__ == "__main__":
    main()
