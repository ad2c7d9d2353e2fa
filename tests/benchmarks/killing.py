"""Questions lost and answered twice after kill -9.

    python -m tests.benchmarks.killing [--kills 20] [--questions 2000] [--seed 5] [--only WORD]

`legwise run` answers a stream of questions, each from another user, and is killed at random moments and restarted at
once; the simulator takes 50 ms for each answer. On SQLite and on PostgreSQL, by polling and by webhook, and with three
replicas of which one is killed each time. The three use a webhook because only one process may poll; the simulator
repeats a push that a dead process did not accept, as Telegram does.

In flight at a kill are the answers that the server has received from the killed process but the inbox has not recorded:
these may be sent twice. Printed are the lost questions, the doubled answers, those in flight, and the doubled answers
of users who had none in flight. The last column counts calls repeated because the machine was too busy to answer in
time; these may be carried out twice as well. Needs the tests' packages and PostgreSQL: pip install -r
.requirements/test.txt
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

from bot.simulator import BotApiSimulator, serve
from bot.store.tables import INBOX
from tests.benchmarks.processes import BotProcesses, Setting, at_rate, make_bot_processes, question

PER_SECOND = 25
"""Questions a second."""
MAX_PENDING = 100
"""Pending questions at which the stream pauses."""
DELAY = 0.05
"""Response time of the server, in seconds."""
SETTLED = 1.0
"""Seconds after which calls of a dead process are carried out, and those of running ones completed."""
MAX_LIFE = 3.0
"""Seconds from the start to the kill, at most."""
END = 180.0
"""Seconds without a new answer after which unanswered questions count as lost."""
SETTINGS = (
    Setting("SQLite", "polling"), Setting("SQLite", "webhook"), Setting("PostgreSQL", "polling"),
    Setting("PostgreSQL", "webhook"), Setting("PostgreSQL", "webhook", 3),
)  # fmt: skip


Claims = set[tuple[str, int]]
"""Claimants, with the users whose questions they claimed."""


@dataclass
class Run:
    """One run with all its kills.

    Attributes:
        kills: for each kill, the claims left by it, and the users answered since the process started.
        before: the answers before the start of each process.

    """

    bot: BotProcesses
    chance: random.Random
    kills: list[tuple[Claims, set[int]]] = field(default_factory=list)
    before: dict[int, Counter[int]] = field(default_factory=dict)

    async def start(self, number: int) -> None:
        """Start a process, and record the answers so far."""
        self.before[number] = self.answers()
        await self.bot.start(number)

    async def kill(self) -> None:
        """Kill one of the processes and restart it."""
        number = self.chance.choice(list(self.bot.running))
        await self.bot.kill(number)
        claimed = await _claimed(self.bot.url)
        await asyncio.sleep(SETTLED)
        left, answered = claimed & await _claimed(self.bot.url), self.answers() - self.before[number]
        self.kills.append((left, set(answered)))
        await self.start(number)

    def in_flight(self) -> Counter[int]:
        """Return how often each user's answer was in flight at a kill."""
        flights = {
            (claimant, person)
            for number, (claims, answered) in enumerate(self.kills)
            for claimant, person in claims
            if person in answered and claimant not in self._survivors(number)
        }
        return Counter(person for _, person in flights)

    def _survivors(self, number: int) -> set[str]:
        """Return the claimants that made claims after a kill, and so were not killed by it."""
        at_kill, _ = self.kills[number]
        return {claimant for later, _ in self.kills[number + 1 :] for claimant, _ in later - at_kill}

    def answers(self) -> Counter[int]:
        """Return how many answers each user got."""
        return Counter(message["chat"]["id"] for message in self.bot.server.api.posted)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the effects of kill -9.")
    for name, default in (("--kills", 20), ("--questions", 2_000), ("--seed", 5)):
        parser.add_argument(name, type=int, default=default)
    parser.add_argument("--only", default="", help="run only settings whose name contains this")
    options = parser.parse_args()
    print(f"{options.questions:,} questions, {options.kills} kills")
    print(
        f"{'':<26}{'lost':>8}{'twice':>8}{'in flight':>12}{'twice, not in flight':>23}{'seconds':>10}{'repeated':>11}"
    )
    for setting in SETTINGS:
        if options.only in str(setting):
            print(f"{setting!s:<26}", end="", flush=True)
            asyncio.run(_measure(setting, options))


async def _measure(setting: Setting, options: argparse.Namespace) -> None:
    async with serve() as server, make_bot_processes(setting, server) as bot:
        server.delay = DELAY
        run, begin = Run(bot, random.Random(options.seed)), time.monotonic()
        for number in range(setting.replicas):
            await run.start(number)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(at_rate(options.questions, PER_SECOND, lambda number: _ask(server, number)))
            for _ in range(options.kills):
                await asyncio.sleep(run.chance.uniform(0.0, MAX_LIFE))
                await run.kill()
        await _wait_for_answers(run, options.questions)
        await bot.stop()
        _print(run, options.questions, time.monotonic() - begin)


async def _ask(server: BotApiSimulator, number: int) -> None:
    async with server.polling.changed:
        await server.polling.changed.wait_for(lambda: len(server.updates) < MAX_PENDING)
    await server.queue(question(number))


async def _claimed(url: str) -> Claims:
    engine = create_async_engine(url)
    query = select(INBOX.c.claimant, INBOX.c.lane).where(INBOX.c.claimant.is_not(None))
    async with engine.connect() as connection:
        claims = {(claimant, lane) for claimant, lane in await connection.execute(query)}
    await engine.dispose()
    return claims


async def _wait_for_answers(run: Run, questions: int) -> None:
    """Wait until all users have an answer, or no more arrive."""
    answered, since = 0, time.monotonic()
    while len(run.answers()) < questions and time.monotonic() - since < END:
        await asyncio.sleep(0.2)
        if len(run.answers()) > answered:
            answered, since = len(run.answers()), time.monotonic()
    await asyncio.sleep(2 * DELAY)


def _print(run: Run, questions: int, seconds: float) -> None:
    answers, in_flight = run.answers(), run.in_flight()
    twice = {person: count - 1 for person, count in answers.items() if count > 1}
    beyond = sum(max(0, count - in_flight[person]) for person, count in twice.items())
    print(
        f"{questions - len(answers):>8}{sum(twice.values()):>8}{in_flight.total():>12}{beyond:>23}{seconds:>10.0f}",
        end="",
    )
    print(f"{run.bot.errors.read_text('utf-8').count('it may be posted twice'):>11}")


if __name__ == "__main__":
    main()
