"""What a person in private notices of a group that floods the bot.

    python -m tests.benchmarks.flood [SECONDS]

A thousand times a minute somebody of a group writes /ask, in real time, while a few people ask in private. The server
keeps Telegram's limits, 20 messages a minute in a group among them, and answers what is over them with a 429. What is
timed is from the moment a question reaches the server to the moment the answer does. The bot is `legwise run` as it
is, with the tests' content and without the model: it is how the bot waits that is measured, not how it matches.
Needs what the tests need: pip install -c constraints.txt ".[test]"
"""

from __future__ import annotations

import asyncio
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.bot.counterpart import Counterpart, serving
from tests.bot.counterpart.flood import Flood
from tests.bot.seat import Seat, person, private
from tests.bot.test_run import House, ended
from tests.bot.updates import GROUP, said

A_MINUTE = 1_000
"""Times that /ask is written in the group."""
SECONDS = 70.0
"""How long, unless it is told: longer than the minute that limits count in."""
BETWEEN = 1.2
"""Seconds between two questions in private."""
PEOPLE = 5
"""Who ask in private in turn, so that nobody asks more than is fair."""
SEED = 4
_ASKED = ("What stores iron?", "When is ferritin low?", "I am pregnant", "who won the football match", "iron", "", "")


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
    asyncio.run(_measured(seconds))


async def _measured(seconds: float) -> None:
    async with serving() as server:
        with tempfile.TemporaryDirectory() as folder:
            async with House(Path(folder), server).running(LEGWISE_MODEL="off", LEGWISE_RATE_LIMIT="on") as process:
                await server.until(lambda: server.polls)
                server.judge.flood = Flood()
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(_flooded(server, seconds))
                    asked = tasks.create_task(_asked(server, seconds))
                await ended(process, signal.SIGTERM)
    _print(server, seconds, asked.result())


async def _flooded(server: Counterpart, seconds: float) -> None:
    begun = time.monotonic()
    for number, update in enumerate(flood(round(seconds * A_MINUTE / 60))):
        await asyncio.sleep(begun + number * 60 / A_MINUTE - time.monotonic())
        await server.queue(update)


async def _asked(server: Counterpart, seconds: float) -> list[float]:
    """Seconds that each answer took."""
    begun, took = time.monotonic(), list[float]()
    while time.monotonic() - begun < seconds:
        seat = private(person(1_000 + len(took) % PEOPLE, "Ada"))
        now = time.monotonic()
        await _answered(server, seat)
        took.append(time.monotonic() - now)
        await asyncio.sleep(BETWEEN)
    return took


async def _answered(server: Counterpart, seat: Seat) -> None:
    before = told(server, seat.chat["id"])
    await server.queue(said("What stores iron?", seat.chat, from_=seat.who))
    await server.until(lambda: told(server, seat.chat["id"]) > before)


def _print(server: Counterpart, seconds: float, took: Sequence[float]) -> None:
    print(f"the group: {round(seconds * A_MINUTE / 60):,} /ask in {seconds:g} s; {_busiest(server)} messages in its")
    print(
        f"busiest minute, {told(server, GROUP['id'])} in all, {len(server.refused)} calls refused {server.refused[:3]}"
    )
    p99 = statistics.quantiles(took, n=100, method="inclusive")[98]
    print(
        f"in private: {len(took)} questions, answered in {statistics.median(took):.3f} s (median), {p99:.3f} s (p99),",
        end=" ",
    )
    print(f"{max(took):.3f} s (most)")


def _busiest(server: Counterpart) -> int:
    """The most messages that the group got within a minute."""
    times = [m["date"] for m in server.judge.posted if m["chat"]["id"] == GROUP["id"]]
    return max((sum(0 <= other - first < 60 for other in times) for first in times), default=0)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
