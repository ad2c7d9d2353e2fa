"""How long a person in private waits for an answer while a thousand messages to groups wait to be sent.

    python -m tests.benchmarks.sending

In real time and over real HTTP, with the transport and the pace of the bot, against the counterpart on loopback,
which keeps Telegram's limits. First the thousand wait in one group, then one in each of a thousand groups.

Then what a message costs whose turn is taken in PostgreSQL, which several processes share, beside one whose turn is
nobody else's: alternately in the same process, alone, and while another one takes as many turns as Telegram allows.

Needs what the tests need: pip install -c constraints.txt ".[test]"; PostgreSQL from Debian's package of that name.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from typing import Any

from bot.sending.client import Bot, make_bot
from bot.sending.coordinator import NoCoordinator
from bot.sending.http_request import AiohttpRequest
from bot.sending.pacing import Limits, SendLimiter
from bot.sending.postgres_coordinator import coordinator
from bot.sending.rate_limiter import RetryingRateLimiter
from bot.sending.sliding_window import RateLimit
from bot.simulator import Counterpart, serving
from bot.simulator.flood_control import Flood
from bot.simulator.identity import TOKEN
from bot.store.crypto import Crypto
from bot.store.database import opened
from tests.bot.conftest import KEY
from tests.bot.postgres_server import CURE, programs
from tests.bot.postgres_server import serving as server
from tests.bot.sample_updates import GROUP, PRIVATE, said

QUEUED = 1_000
PEOPLE = 50
BETWEEN = 0.2
"""Seconds between two answers in private."""
TURNS = 1_000
_PERSON = 1_000_000
_UNBOUND = Limits(groups=RateLimit(5, 1e-6), everywhere=RateLimit(30, 1e-6))
"""Nobody waits, so that what is measured is what asking costs; each chat keeps its own limits."""


def main() -> None:
    """Measure and print."""
    for name, groups in (("one group", 1), (f"{QUEUED:,} groups", QUEUED)):
        asyncio.run(_measured(name, groups))
    if (where := programs()) is None:
        print(CURE)
        return
    with server(where) as url:
        asyncio.run(_shared(url))


async def _measured(name: str, groups: int) -> None:
    chats = [GROUP["id"] - number for number in range(groups)]
    people = [_PERSON + number for number in range(PEOPLE)]
    transport, patience = AiohttpRequest(), RetryingRateLimiter(limits=Limits())
    async with serving() as server:
        _see(server, chats, people)
        await transport.initialize()
        bot = make_bot(TOKEN, server.url, transport, patience)
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


async def _shared(url: str) -> None:
    crypto = Crypto.of(KEY)
    async with (
        opened(url) as one,
        opened(url) as two,
        coordinator(one, crypto) as others,
        coordinator(two, crypto) as further,
    ):
        alone, shared = SendLimiter(_UNBOUND, others=NoCoordinator()), SendLimiter(_UNBOUND, others=others)
        for name, beat in (("no other process", 0.0), ("another process at 30 a second", 1 / 30)):
            busy = asyncio.create_task(_busy(SendLimiter(_UNBOUND, others=further), beat))
            took = [(await _turn(alone, person), await _turn(shared, person)) for person in range(TURNS)]
            busy.cancel()
            added = [1_000 * (asked - unasked) for unasked, asked in took]
            p99 = statistics.quantiles(added, n=100, method="inclusive")[98]
            print(f"turns in PostgreSQL, {name}: {statistics.median(added):.2f} ms more (median), {p99:.2f} ms (p99)")
        async with asyncio.timeout(60):
            begun = time.monotonic()
            await asyncio.gather(*(shared.chat(_PERSON + number) for number in range(TURNS)))
            print(f"{TURNS:,} turns asked for at once: {TURNS / (time.monotonic() - begun):,.0f} a second")


async def _busy(pace: SendLimiter, beat: float) -> None:
    person = 2 * _PERSON
    while beat:
        person += 1
        await pace.chat(person)
        await asyncio.sleep(beat)


async def _turn(pace: SendLimiter, person: int) -> float:
    begun = time.perf_counter()
    await pace.chat(person)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
