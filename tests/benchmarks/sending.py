"""Delay of a private answer while a thousand messages to groups wait to be sent.

    python -m tests.benchmarks.sending

In real time and over real HTTP, with the bot's HTTP client and send limiter, against the simulator with Telegram's
limits. First the thousand messages are for one group, then for a thousand groups.

Then the cost of a send permitted through PostgreSQL, which several processes share, compared with one permitted in
memory: alternately in the same process, alone, and while another process uses as many permits as Telegram allows.

Needs the tests' packages: pip install -r .requirements/test.txt; PostgreSQL from Debian's package of that name.
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
from bot.sending.postgres_coordinator import open_coordinator
from bot.sending.rate_limiter import RetryingRateLimiter
from bot.sending.sliding_window import RateLimit
from bot.simulator import BotApiSimulator, serve
from bot.simulator.flood_control import FloodControl
from bot.simulator.identity import TOKEN
from bot.store.crypto import Crypto
from bot.store.database import open_database
from tests.bot.conftest import KEY
from tests.bot.postgres_server import CURE, programs
from tests.bot.postgres_server import serving as server
from tests.bot.sample_updates import GROUP, PRIVATE, said

QUEUED = 1_000
USERS = 50
INTERVAL = 0.2
"""Seconds between two answers in private."""
PERMITS = 1_000
_USER = 1_000_000
_UNLIMITED = Limits(groups=RateLimit(5, 1e-6), everywhere=RateLimit(30, 1e-6))
"""No permit waits, so that only its cost is measured; the limits of each chat apply."""


def main() -> None:
    """Measure and print."""
    for name, groups in (("one group", 1), (f"{QUEUED:,} groups", QUEUED)):
        asyncio.run(_measure(name, groups))
    if (where := programs()) is None:
        print(CURE)
        return
    with server(where) as url:
        asyncio.run(_shared(url))


async def _measure(name: str, groups: int) -> None:
    chats = [GROUP["id"] - number for number in range(groups)]
    users = [_USER + number for number in range(USERS)]
    transport, rate_limiter = AiohttpRequest(), RetryingRateLimiter(SendLimiter(Limits()))
    async with serve() as server:
        _record_chats(server, chats, users)
        await transport.initialize()
        bot = make_bot(TOKEN, server.url, transport, rate_limiter)
        flood = [asyncio.create_task(bot.send_message(chats[n % groups], "hello")) for n in range(QUEUED)]
        await asyncio.sleep(0)
        times = [await _time_answer(bot, user) for user in users]
        _print(name, server, times, sum(not task.done() for task in flood))
        for task in flood:
            task.cancel()
        await asyncio.gather(*flood, return_exceptions=True)
        await transport.shutdown()


def _record_chats(server: BotApiSimulator, chats: Sequence[int], users: Sequence[int]) -> None:
    for chat in chats:
        server.api.record(said("hello", GROUP | {"id": chat}))
    for user in users:
        server.api.record(said("hello", _private(user), from_=_private(user) | {"is_bot": False}))
    server.api.flood_control = FloodControl()


def _private(user: int) -> dict[str, Any]:
    return PRIVATE | {"id": user}


async def _time_answer(bot: Bot, user: int) -> float:
    """Return the seconds from the call to its end."""
    await asyncio.sleep(INTERVAL)
    begin = time.monotonic()
    await bot.send_message(user, "hello")
    return time.monotonic() - begin


def _print(name: str, server: BotApiSimulator, times: Sequence[float], waiting: int) -> None:
    p99 = statistics.quantiles(times, n=100, method="inclusive")[98]
    print(f"{QUEUED:,} messages to {name}: {waiting} still waiting in the end, {len(server.refused)} calls refused;")
    print(f"in private: {len(times)} answers, {statistics.median(times):.3f} s (median), {p99:.3f} s (p99),", end=" ")
    print(f"{max(times):.3f} s (maximum)")


async def _shared(url: str) -> None:
    crypto = Crypto(KEY)
    async with (
        open_database(url) as one,
        open_database(url) as two,
        open_coordinator(one, crypto) as others,
        open_coordinator(two, crypto) as further,
    ):
        alone, shared = (
            SendLimiter(_UNLIMITED, coordinator=NoCoordinator()),
            SendLimiter(_UNLIMITED, coordinator=others),
        )
        for name, interval in (("no other process", 0.0), ("another process at 30 a second", 1 / 30)):
            busy = asyncio.create_task(_busy(SendLimiter(_UNLIMITED, coordinator=further), interval))
            pairs = [(await _time_permit(alone, user), await _time_permit(shared, user)) for user in range(PERMITS)]
            busy.cancel()
            added = [1_000 * (database - memory) for memory, database in pairs]
            p99 = statistics.quantiles(added, n=100, method="inclusive")[98]
            print(f"permits in PostgreSQL, {name}: {statistics.median(added):.2f} ms more (median), {p99:.2f} ms (p99)")
        async with asyncio.timeout(60):
            begin = time.monotonic()
            await asyncio.gather(*(shared.wait_for_chat(_USER + number) for number in range(PERMITS)))
            print(f"{PERMITS:,} permits requested at once: {PERMITS / (time.monotonic() - begin):,.0f} a second")


async def _busy(pace: SendLimiter, interval: float) -> None:
    user = 2 * _USER
    while interval:
        user += 1
        await pace.wait_for_chat(user)
        await asyncio.sleep(interval)


async def _time_permit(pace: SendLimiter, user: int) -> float:
    begin = time.perf_counter()
    await pace.wait_for_chat(user)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
