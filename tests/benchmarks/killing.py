"""What kill -9 costs: how many questions are lost, and how many answered twice.

    python -m tests.benchmarks.killing [--kills 20] [--questions 2000] [--seed 5] [--only WORD]

`legwise run` answers questions that keep coming in, each of another person, and is killed at random moments and started
again at once; the counterpart takes 50 ms for each answer. On SQLite and on PostgreSQL, by polling and by webhook, and
with three replicas of which one is killed each time. Only one may poll, so the three have a webhook; what a process
does not take because it is dead, the counterpart pushes again, as Telegram does.

In flight at a kill are the answers of the killed process that the server had before it, or holds and carries out after
it, and that the inbox does not know of: as many may be given twice. Printed are the questions lost, the answers too
many, those in flight, and the answers too many of people who had none in flight. A machine so busy that a call is not
answered in time shows in the last column: such a call is repeated, and what it asked for may be done twice as well.
Needs what the tests need, and PostgreSQL: pip install -c constraints.txt ".[test]"
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import create_async_engine

from bot.simulator import Counterpart, serving
from bot.store.tables import INBOX
from tests.benchmarks.running import PostgresCoordinator, Setting, asked, paced, replicas

A_SECOND = 25
"""Questions that come in."""
MOST = 100
"""Questions that the bot has not taken yet, at which no more come in."""
DELAY = 0.05
"""Seconds that the server takes for an answer."""
CARRIED_OUT = 1.0
"""Seconds after which what the server had got from a dead process is carried out, and the living have done theirs."""
LONGEST = 3.0
"""Seconds from the first sign of life to the kill, at most."""
END = 180.0
"""Seconds without a new answer after which what has none is lost."""
SETTINGS = (
    Setting("SQLite", "polling"), Setting("SQLite", "webhook"), Setting("PostgreSQL", "polling"),
    Setting("PostgreSQL", "webhook"), Setting("PostgreSQL", "webhook", 3),
)  # fmt: skip


Claims = set[tuple[str, int]]
"""Who has claimed whose question."""


@dataclass
class Run:
    """One run over all its kills.

    Attributes:
        kills: of each kill the claims that outlived it, and who got an answer in the life of the process.
        before: the answers from before each process.

    """

    bot: PostgresCoordinator
    chance: random.Random
    kills: list[tuple[Claims, set[int]]] = field(default_factory=list)
    before: dict[int, Counter[int]] = field(default_factory=dict)

    async def start(self, number: int) -> None:
        """Start a process, and remember the answers from before it."""
        self.before[number] = self.answers()
        await self.bot.start(number)

    async def kill(self) -> None:
        """Kill one of the processes, and start it again."""
        number = self.chance.choice(list(self.bot.living))
        await self.bot.kill(number)
        claimed = await _claimed(self.bot.url)
        await asyncio.sleep(CARRIED_OUT)
        left, answered = claimed & await _claimed(self.bot.url), self.answers() - self.before[number]
        self.kills.append((left, set(answered)))
        await self.start(number)

    def in_flight(self) -> Counter[int]:
        """How often each person's answer was in flight at a kill."""
        flights = {
            (claimant, person)
            for number, (claims, answered) in enumerate(self.kills)
            for claimant, person in claims
            if person in answered and claimant not in self._alive(number)
        }
        return Counter(person for _, person in flights)

    def _alive(self, number: int) -> set[str]:
        """Who claimed anything after a kill, and so was not the one that was killed."""
        then, _ = self.kills[number]
        return {claimant for later, _ in self.kills[number + 1 :] for claimant, _ in later - then}

    def answers(self) -> Counter[int]:
        """How many answers each person got."""
        return Counter(message["chat"]["id"] for message in self.bot.server.judge.posted)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What kill -9 costs.")
    for name, usual in (("--kills", 20), ("--questions", 2_000), ("--seed", 5)):
        parser.add_argument(name, type=int, default=usual)
    parser.add_argument("--only", default="", help="the settings that have this in their name")
    told = parser.parse_args()
    print(f"{told.questions:,} questions, {told.kills} kills")
    print(
        f"{'':<26}{'lost':>8}{'twice':>8}{'in flight':>12}{'twice, not in flight':>23}{'seconds':>10}{'repeated':>11}"
    )
    for setting in SETTINGS:
        if told.only in str(setting):
            print(f"{setting!s:<26}", end="", flush=True)
            asyncio.run(_measured(setting, told))


async def _measured(setting: Setting, told: argparse.Namespace) -> None:
    async with serving() as server, replicas(setting, server) as bot:
        server.delay = DELAY
        run, begun = Run(bot, random.Random(told.seed)), time.monotonic()
        for number in range(setting.replicas):
            await run.start(number)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(paced(told.questions, A_SECOND, lambda number: _ask(server, number)))
            for _ in range(told.kills):
                await asyncio.sleep(run.chance.uniform(0.0, LONGEST))
                await run.kill()
        await _settled(run, told.questions)
        await bot.end()
        _print(run, told.questions, time.monotonic() - begun)


async def _ask(server: Counterpart, number: int) -> None:
    async with server.polling.changed:
        await server.polling.changed.wait_for(lambda: len(server.updates) < MOST)
    await server.queue(asked(number))


async def _claimed(url: str) -> Claims:
    engine = create_async_engine(url)
    query = select(INBOX.c.claimant, INBOX.c.lane).where(INBOX.c.claimant.is_not(None))
    async with engine.connect() as connection:
        claims = {(claimant, lane) for claimant, lane in await connection.execute(query)}
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
    answers, may = run.answers(), run.in_flight()
    twice = {person: count - 1 for person, count in answers.items() if count > 1}
    beyond = sum(max(0, count - may[person]) for person, count in twice.items())
    print(f"{questions - len(answers):>8}{sum(twice.values()):>8}{may.total():>12}{beyond:>23}{seconds:>10.0f}", end="")
    print(f"{run.bot.errors.read_text('utf-8').count('it may come twice'):>11}")


if __name__ == "__main__":
    main()
