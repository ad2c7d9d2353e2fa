"""Delay of private answers while groups flood the bot.

    python -m tests.benchmarks.flood [SECONDS]

In one group /ask is sent a thousand times a minute, in real time, while a few users ask in private. Then a thousand
/ask of a thousand groups are queued at once, and the same users ask right behind them. The server enforces Telegram's
limits, such as 20 messages a minute in a group and 30 a second in all, by a 429. The time is from the arrival of a
question at the server to that of its answer. The bot is `legwise run` with its rate limit, the tests' content and
without the model, because waiting is measured and not matching. Needs the tests' packages: pip install -r
.requirements/test.txt
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from statistics import median, quantiles
from typing import Any

from bot.simulator import BotApiSimulator
from bot.simulator.flood_control import FloodControl
from tests.benchmarks.processes import Setting, at_rate, question, run_bot
from tests.bot.actor import person
from tests.bot.sample_updates import GROUP, said

PER_MINUTE = 1_000
"""/ask per minute in the group."""
QUEUED = 1_000
"""Groups of which one /ask each is queued at once."""
SECONDS = 70.0
"""Default duration, longer than the one-minute window of the limits."""
DRAIN_TIME = 25.0
"""Seconds in which users ask, about as long as the thousand answers take."""
INTERVAL = 1.2
"""Seconds between two questions in private."""
USERS = 5
"""Users who ask in private in turn, so that none exceeds the limits of a user."""
SEED = 4
_QUESTIONS = (
    "What stores iron?",
    "When is ferritin low?",
    "I am pregnant",
    "who won the football match",
    "iron",
    "",
    "",
)
Flooding = Callable[[BotApiSimulator], Coroutine[Any, Any, None]]


def flood(count: int, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Yield messages with /ask in a group of 300 users."""
    chance = random.Random(seed)
    for _ in range(count):
        user = person(10_000 + chance.randrange(300), "Bo")
        yield said(f"/ask {chance.choice(_QUESTIONS)}".strip(), GROUP, from_=user)


def sent_to(server: BotApiSimulator, chat: int) -> int:
    """Return how many messages a chat got."""
    return sum(call["chat_id"] == chat for call in server.calls("sendMessage"))


def main(seconds: float) -> None:
    """Measure and print."""

    async def one_group(server: BotApiSimulator) -> None:
        updates = flood(round(seconds * PER_MINUTE / 60))
        await at_rate(round(seconds * PER_MINUTE / 60), PER_MINUTE / 60, lambda _: server.queue(next(updates)))

    async def many_groups(server: BotApiSimulator) -> None:
        groups = (GROUP | {"id": GROUP["id"] - number} for number in range(QUEUED))
        await server.queue(*(said("/ask What stores iron?", group) for group in groups))

    asyncio.run(_measure(f"{PER_MINUTE:,} /ask a minute in one group, for {seconds:g} s", one_group, seconds))
    asyncio.run(_measure(f"{QUEUED:,} /ask of as many groups at once", many_groups, DRAIN_TIME))


async def _measure(name: str, flooding: Flooding, seconds: float) -> None:
    async with run_bot(Setting(), LEGWISE_RATE_LIMIT="on") as bot:
        bot.server.api.flood_control = FloodControl()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(flooding(bot.server))
            times = tasks.create_task(_ask(bot.server, seconds))
        _print(name, bot.server, times.result())


async def _ask(server: BotApiSimulator, seconds: float) -> list[float]:
    """Return the seconds that each answer took."""
    begin, times = time.monotonic(), list[float]()
    while time.monotonic() - begin < seconds:
        await asyncio.sleep(0)  # after the updates that arrive at the same time
        user, now = 1_000 + len(times) % USERS, time.monotonic()
        before = sent_to(server, user)
        await server.queue(question(user))
        await _wait_for_answer(server, user, before)
        times.append(time.monotonic() - now)
        await asyncio.sleep(INTERVAL)
    return times


async def _wait_for_answer(server: BotApiSimulator, user: int, before: int) -> None:
    await server.until(lambda: sent_to(server, user) > before)


def _print(name: str, server: BotApiSimulator, times: Sequence[float]) -> None:
    p99 = quantiles(times, n=100, method="inclusive")[98]
    print(f"{name}; {len(server.refused)} calls refused {server.refused[:3]}; the first group got")
    print(f"  {_busiest(server)} messages in its busiest minute, {sent_to(server, GROUP['id'])} in all")
    print(
        f"  in private: {len(times)} questions, answered in {times[0]:.3f} s (the first), {median(times):.3f} s",
        end=" ",
    )
    print(f"(median), {p99:.3f} s (p99), {max(times):.3f} s (maximum)", flush=True)


def _busiest(server: BotApiSimulator) -> int:
    """Return the maximum of messages that the first group got within a minute."""
    dates = [m["date"] for m in server.api.posted if m["chat"]["id"] == GROUP["id"]]
    return max((sum(0 <= other - first < 60 for other in dates) for first in dates), default=0)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
