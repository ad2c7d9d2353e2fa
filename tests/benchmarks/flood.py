"""What a person in private notices of groups that flood the bot.

    python -m tests.benchmarks.flood [SECONDS]

A thousand times a minute somebody of a group writes /ask, in real time, while a few people ask in private. Then a
thousand /ask wait at once, of a thousand groups, and right behind them the same people ask. The server keeps Telegram's
limits, 20 messages a minute in a group and 30 a second in all among them, and answers what is over them with a 429.
What is timed is from the moment a question reaches the server to the moment the answer does. The bot is `legwise run`
as it is, rate limit included, with the tests' content and without the model: it is how the bot waits that is measured,
not how it matches. Needs what the tests need: pip install -c constraints.txt ".[test]"
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from statistics import median, quantiles
from typing import Any

from bot.simulator import Counterpart
from bot.simulator.flood_control import Flood
from tests.benchmarks.running import Setting, asked, paced, running
from tests.bot.actor import person
from tests.bot.sample_updates import GROUP, said

A_MINUTE = 1_000
"""Times that /ask is written in the group."""
QUEUED = 1_000
"""Of how many groups one waits at once."""
SECONDS = 70.0
"""How long, unless it is told: longer than the minute that limits count in."""
DRAINED = 25.0
"""Seconds that the thousand take at the least, and in which people ask."""
BETWEEN = 1.2
"""Seconds between two questions in private."""
PEOPLE = 5
"""Who ask in private in turn, so that nobody asks more than is fair."""
SEED = 4
_ASKED = ("What stores iron?", "When is ferritin low?", "I am pregnant", "who won the football match", "iron", "", "")
Flooding = Callable[[Counterpart], Coroutine[Any, Any, None]]


def flood(count: int, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """So many /ask in a group of 300 people."""
    chance = random.Random(seed)
    for _ in range(count):
        who = person(10_000 + chance.randrange(300), "Somebody")
        yield said(f"/ask {chance.choice(_ASKED)}".strip(), GROUP, from_=who)


def told(server: Counterpart, chat: int) -> int:
    """How many messages a chat got."""
    return sum(call["chat_id"] == chat for call in server.calls("sendMessage"))


def main(seconds: float) -> None:
    """Measure and print."""

    async def one_group(server: Counterpart) -> None:
        updates = flood(round(seconds * A_MINUTE / 60))
        await paced(round(seconds * A_MINUTE / 60), A_MINUTE / 60, lambda _: server.queue(next(updates)))

    async def many_groups(server: Counterpart) -> None:
        groups = (GROUP | {"id": GROUP["id"] - number} for number in range(QUEUED))
        await server.queue(*(said("/ask What stores iron?", group) for group in groups))

    asyncio.run(_measured(f"{A_MINUTE:,} /ask a minute in one group, for {seconds:g} s", one_group, seconds))
    asyncio.run(_measured(f"{QUEUED:,} /ask of as many groups at once", many_groups, DRAINED))


async def _measured(name: str, flooding: Flooding, seconds: float) -> None:
    async with running(Setting(), LEGWISE_RATE_LIMIT="on") as bot:
        bot.server.judge.flood = Flood()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(flooding(bot.server))
            took = tasks.create_task(_asked(bot.server, seconds))
        _print(name, bot.server, took.result())


async def _asked(server: Counterpart, seconds: float) -> list[float]:
    """Seconds that each answer took."""
    begun, took = time.monotonic(), list[float]()
    while time.monotonic() - begun < seconds:
        await asyncio.sleep(0)  # behind what comes in at the same time
        who, now = 1_000 + len(took) % PEOPLE, time.monotonic()
        before = told(server, who)
        await server.queue(asked(who))
        await _answered(server, who, before)
        took.append(time.monotonic() - now)
        await asyncio.sleep(BETWEEN)
    return took


async def _answered(server: Counterpart, who: int, before: int) -> None:
    await server.until(lambda: told(server, who) > before)


def _print(name: str, server: Counterpart, took: Sequence[float]) -> None:
    p99 = quantiles(took, n=100, method="inclusive")[98]
    print(f"{name}; {len(server.refused)} calls refused {server.refused[:3]}; the first group got")
    print(f"  {_busiest(server)} messages in its busiest minute, {told(server, GROUP['id'])} in all")
    print(
        f"  in private: {len(took)} questions, answered in {took[0]:.3f} s (the first), {median(took):.3f} s", end=" "
    )
    print(f"(median), {p99:.3f} s (p99), {max(took):.3f} s (most)", flush=True)


def _busiest(server: Counterpart) -> int:
    """The most messages that the first group got within a minute."""
    times = [m["date"] for m in server.judge.posted if m["chat"]["id"] == GROUP["id"]]
    return max((sum(0 <= other - first < 60 for other in times) for first in times), default=0)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
