"""How long a person in private waits for an answer while a thousand messages to groups wait to be sent.

    python -m tests.benchmarks.sending

In real time and over real HTTP, with the transport and the pace of the bot, against the counterpart on loopback,
which keeps Telegram's limits. First the thousand wait in one group, then one in each of a thousand groups. Needs
what the tests need: pip install -c constraints.txt ".[test]"
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from typing import Any

from bot.connection import Bot, connected
from bot.delivery.pacing import Limits
from bot.delivery.sending import Patience
from bot.delivery.transport import Transport
from tests.bot.counterpart import Counterpart, serving
from tests.bot.counterpart.flood import Flood
from tests.bot.counterpart.identity import TOKEN
from tests.bot.updates import GROUP, PRIVATE, said

QUEUED = 1_000
PEOPLE = 50
BETWEEN = 0.2
"""Seconds between two answers in private."""
_PERSON = 1_000_000


def main() -> None:
    """Measure and print."""
    for name, groups in (("one group", 1), (f"{QUEUED:,} groups", QUEUED)):
        asyncio.run(_measured(name, groups))


async def _measured(name: str, groups: int) -> None:
    chats = [GROUP["id"] - number for number in range(groups)]
    people = [_PERSON + number for number in range(PEOPLE)]
    transport, patience = Transport(), Patience(limits=Limits())
    async with serving() as server:
        _see(server, chats, people)
        await transport.initialize()
        bot = connected(TOKEN, server.url, transport, patience)
        flood = [asyncio.create_task(bot.send_message(chats[n % groups], "hello")) for n in range(QUEUED)]
        await asyncio.sleep(0)
        took = [await _answered(bot, person) for person in people]
        _print(name, server, took, patience.pace.waiting)
        for task in flood:
            task.cancel()
        await asyncio.gather(*flood, return_exceptions=True)
        await transport.shutdown()


def _see(server: Counterpart, chats: Sequence[int], people: Sequence[int]) -> None:
    for chat in chats:
        server.judge.see(said("hello", GROUP | {"id": chat}))
    for person in people:
        server.judge.see(said("hello", _private(person), from_=_private(person) | {"is_bot": False}))
    server.judge.flood = Flood()


def _private(person: int) -> dict[str, Any]:
    return PRIVATE | {"id": person}


async def _answered(bot: Bot, person: int) -> float:
    """Seconds that an answer waited and took."""
    await asyncio.sleep(BETWEEN)
    begun = time.monotonic()
    await bot.send_message(person, "hello")
    return time.monotonic() - begun


def _print(name: str, server: Counterpart, took: Sequence[float], waiting: int) -> None:
    p99 = statistics.quantiles(took, n=100, method="inclusive")[98]
    print(f"{QUEUED:,} messages to {name}: {waiting} still wait in the end, {len(server.refused)} calls refused;")
    print(f"in private: {len(took)} answers, {statistics.median(took):.3f} s (median), {p99:.3f} s (p99),", end=" ")
    print(f"{max(took):.3f} s (most)")


if __name__ == "__main__":
    main()
