"""Processes that share a database share rate limits, and the pauses that Telegram asks for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.handlers.throttle import Throttle, Verdict
from bot.sending.coordinator import Coordinator
from bot.sending.http_request import FloodError
from bot.sending.pacing import LONGEST_PAUSE, Limits, SendLimiter
from bot.sending.postgres_coordinator import PostgresCoordinator, open_coordinator
from bot.sending.sliding_window import RateLimit
from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.send_limits import SendLimits, open_send_limits
from bot.store.tables import METADATA, TURNS
from tests.bot.sending.times import most_within
from tests.bot.tcp_relay import Relay, relayed

GROUP, OTHER, PERSON = -1_002_123_456_789, -1_002_987_654_321, 6_123_456_789
LIMITS = Limits(
    chat=RateLimit(50, 1.5),
    group=RateLimit(10, 1.5, reserved=1),
    groups=RateLimit(50, 0.01),
    everywhere=RateLimit(50, 0.01),
)
"""A group gets nine in any second and a half, and one more red flag."""
AT_ONCE = 1.0
"""Seconds in which a call that need not wait passes, however slow the machine."""
BACK = "rate limits are shared with the other processes again"
ALONE = "this process keeps rate limits by itself"


@pytest_asyncio.fixture
async def engine(postgres: str) -> AsyncIterator[AsyncEngine]:
    async with open_database(postgres) as ready:
        yield ready


@pytest_asyncio.fixture
async def both(shared_database_url: str, crypto: Crypto) -> AsyncIterator[tuple[Coordinator, Coordinator]]:
    """The coordinators of two processes."""
    async with AsyncExitStack() as stack:
        engines = [await stack.enter_async_context(open_database(shared_database_url)) for _ in range(2)]
        one, other = [await stack.enter_async_context(open_coordinator(each, crypto)) for each in engines]
        yield one, other


@pytest.fixture
def limiters(both: tuple[Coordinator, Coordinator]) -> tuple[SendLimiter, SendLimiter]:
    one, other = both
    return SendLimiter(LIMITS, coordinator=one), SendLimiter(LIMITS, coordinator=other)


@pytest_asyncio.fixture
async def relay(postgres: str, tmp_path: Path) -> AsyncIterator[Relay]:
    async with relayed(postgres, tmp_path) as relay:
        yield relay


@pytest_asyncio.fixture
async def relayed_coordinator(relay: Relay, crypto: Crypto) -> AsyncIterator[PostgresCoordinator]:
    """A coordinator behind a relay, which soon retries."""
    async with open_database(relay.url) as engine, open_send_limits(engine) as limits:
        coordinator = PostgresCoordinator(limits, crypto, timeout=0.3, retry_interval=0.3)
        yield coordinator
        await coordinator.close()


async def seconds_of(call: Awaitable[None]) -> float:
    began = time.monotonic()
    await call
    return time.monotonic() - began


async def test_two_processes_together_never_exceed_the_limit_of_a_group(
    limiters: tuple[SendLimiter, SendLimiter], engine: AsyncEngine, crypto: Crypto
) -> None:
    await asyncio.gather(*(limiters[number % 2].wait_for_chat(GROUP) for number in range(27)))
    async with engine.connect() as connection:
        query = select(TURNS.c.times).where(TURNS.c.place == crypto.digest(f"written in {GROUP}"))
        times = (await connection.execute(query)).scalar_one()
    assert (len(times), most_within(times, 1.5)) == (27, 9)
    assert max(times) - min(times) < 4 * 1.5, "and as soon as they may"


async def test_at_full_load_every_call_of_every_process_passes_in_the_end(
    both: tuple[Coordinator, Coordinator],
) -> None:
    limits = replace(LIMITS, everywhere=RateLimit(10, 0.3, reserved=1))
    limiters = [SendLimiter(limits, coordinator=coordinator) for coordinator in both]
    async with asyncio.timeout(30):
        waits = await asyncio.gather(
            *(seconds_of(limiters[number % 2].wait_for_chat(PERSON + number)) for number in range(60))
        )
    assert max(waits) >= 5 * 0.3, "nine at a time"


async def test_a_chat_that_is_full_for_one_process_is_full_for_the_other_but_no_other_chat_is(
    limiters: tuple[SendLimiter, SendLimiter],
) -> None:
    one, other = limiters
    for _ in range(9):
        await one.wait_for_chat(GROUP)
    waiting = asyncio.create_task(other.wait_for_chat(GROUP))
    assert await seconds_of(other.wait_for_chat(OTHER)) < AT_ONCE
    assert await seconds_of(other.wait_for_chat(PERSON)) < AT_ONCE
    assert not waiting.done()
    assert other._waiting == 1, "in its queue, as for a limit of its own"
    await waiting


async def test_a_red_flag_passes_before_calls_that_wait_for_other_processes(
    limiters: tuple[SendLimiter, SendLimiter],
) -> None:
    one, other = limiters
    for _ in range(9):
        await one.wait_for_chat(GROUP)
    waiting = [asyncio.create_task(other.wait_for_chat(GROUP)) for _ in range(3)]
    await asyncio.sleep(0.3)
    assert await seconds_of(other.wait_for_chat(GROUP, urgent=True)) < AT_ONCE
    assert not any(task.done() for task in waiting)
    await asyncio.gather(*waiting)


async def test_a_pause_of_one_process_delays_the_other_in_that_chat_alone(
    limiters: tuple[SendLimiter, SendLimiter],
) -> None:
    one, other = limiters
    await one.flooded(GROUP, 1.5)
    waiting = asyncio.create_task(seconds_of(other.wait_for_chat(GROUP)))
    assert await seconds_of(other.wait_for_chat(OTHER)) < AT_ONCE
    assert await seconds_of(other.wait_for_chat(PERSON)) < AT_ONCE
    assert await waiting > 1.3


async def test_a_long_pause_of_one_process_puts_off_calls_of_the_other(
    limiters: tuple[SendLimiter, SendLimiter],
) -> None:
    one, other = limiters
    await one.flooded(GROUP, LONGEST_PAUSE + 40)
    for _ in range(2):
        with pytest.raises(FloodError) as flooded:
            await other.wait_for_chat(GROUP)
        assert flooded.value.seconds == pytest.approx(LONGEST_PAUSE + 40, abs=5)


async def test_stored_rows_identify_neither_users_nor_chats_and_are_soon_deleted(
    limiters: tuple[SendLimiter, SendLimiter], engine: AsyncEngine, crypto: Crypto
) -> None:
    for chat in (GROUP, PERSON):
        await limiters[0].wait_for_chat(chat)
    await limiters[1].flooded(OTHER, 1.0)
    stored, person = await everything(engine), crypto.digest(f"written in {PERSON}")
    assert person in stored, "the search finds stored names"
    assert not [number for number in (GROUP, OTHER, PERSON) if str(abs(number)) in stored]
    assert crypto.pseudonym(PERSON) not in stored, "the pseudonym of other tables"
    coordinator = PostgresCoordinator(SendLimits(engine), crypto, cleanup_interval=0.1)
    coordinator.clean_up()
    async with asyncio.timeout(20):
        while await count(engine):  # noqa: ASYNC110 - sets no event
            await asyncio.sleep(0.05)
    assert person not in await everything(engine)
    await coordinator.close()


async def test_rows_of_the_last_run_are_deleted_at_the_next_start(postgres: str, crypto: Crypto) -> None:
    async with open_database(postgres) as engine:
        async with open_coordinator(engine, crypto) as coordinator:
            await SendLimiter(LIMITS, coordinator=coordinator).wait_for_chat(PERSON)
        assert await count(engine) >= 1
        await asyncio.sleep(1.5)
        async with open_coordinator(engine, crypto), asyncio.timeout(20):
            while await count(engine):  # noqa: ASYNC110 - sets no event
                await asyncio.sleep(0.05)


async def test_all_calls_share_one_connection(postgres: str, crypto: Crypto) -> None:
    async with open_database(postgres):
        pass
    engine = create_async_engine(postgres, pool_size=1, max_overflow=0)
    limiter = SendLimiter(
        Limits(everywhere=RateLimit(500, 1.0), groups=RateLimit(500, 1.0)),
        coordinator=PostgresCoordinator(SendLimits(engine), crypto),
    )
    await asyncio.gather(*(limiter.wait_for_chat(chat) for chat in range(1, 101)))
    await engine.dispose()


async def test_after_the_coordinator_is_closed_calls_keep_this_processs_limits(postgres: str, crypto: Crypto) -> None:
    async with open_database(postgres) as engine:
        async with open_coordinator(engine, crypto) as coordinator:
            limiter = SendLimiter(LIMITS, coordinator=coordinator)
            await limiter.wait_for_chat(GROUP)
            before = await count(engine)
        await limiter.wait_for_chat(OTHER)
        assert await count(engine) == before


async def test_an_outage_of_the_database_stops_no_call_and_is_logged_once(
    relay: Relay, relayed_coordinator: PostgresCoordinator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    limiter = SendLimiter(LIMITS, coordinator=relayed_coordinator)
    await limiter.wait_for_chat(GROUP)
    await relay.cut()
    assert await seconds_of(_all(limiter.wait_for_chat(GROUP) for _ in range(8))) < AT_ONCE
    assert await seconds_of(limiter.wait_for_chat(GROUP)) > 0.3, "its own limits still hold"
    await limiter.flooded(OTHER, 0.1)
    assert [record.message.count(ALONE) for record in caplog.records] == [1]
    await relay.mend()
    await _wait_until_back(limiter, caplog)


async def test_a_database_that_hangs_stops_no_call(
    relay: Relay, relayed_coordinator: PostgresCoordinator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    limiter = SendLimiter(LIMITS, coordinator=relayed_coordinator)
    await limiter.wait_for_chat(GROUP)
    relay.freeze()
    assert await seconds_of(_all(limiter.wait_for_chat(person) for person in range(1, 30))) < AT_ONCE
    assert [record.message.count(ALONE) for record in caplog.records] == [1]
    await relay.mend()
    await _wait_until_back(limiter, caplog)


async def test_all_processes_together_throttle_a_group_and_post_one_notice(
    both: tuple[Coordinator, Coordinator],
) -> None:
    throttles = [Throttle(coordinator=coordinator) for coordinator in both]
    verdicts = [await throttles[number % 2].check(number, GROUP) for number in range(30)]
    assert verdicts == [Verdict.ALLOWED] * 18 + [Verdict.NOTICE] + [Verdict.QUIET] * 11
    assert await throttles[0].check(PERSON, OTHER) is Verdict.ALLOWED
    assert await throttles[1].check(PERSON, PERSON) is Verdict.ALLOWED


async def test_a_throttled_user_uses_up_no_answers_of_a_group(both: tuple[Coordinator, Coordinator]) -> None:
    throttles = [Throttle(per_user=(RateLimit(2, 60.0),), coordinator=coordinator) for coordinator in both]
    verdicts = [await throttles[0].check(PERSON, GROUP) for _ in range(30)]
    assert verdicts == [Verdict.ALLOWED] * 2 + [Verdict.NOTICE] + [Verdict.QUIET] * 27
    assert [await throttles[1].check(number, GROUP) for number in range(17)] == [Verdict.ALLOWED] * 16 + [
        Verdict.NOTICE
    ]


async def test_during_an_outage_each_process_throttles_by_itself(
    relay: Relay, relayed_coordinator: PostgresCoordinator
) -> None:
    throttle = Throttle(coordinator=relayed_coordinator)
    await relay.cut()
    verdicts = [await throttle.check(number, GROUP) for number in range(20)]
    assert verdicts == [Verdict.ALLOWED] * 18 + [Verdict.NOTICE, Verdict.QUIET]


async def _wait_until_back(limiter: SendLimiter, caplog: pytest.LogCaptureFixture) -> None:
    """Wait until the limits are shared again, and check that it is logged once."""
    async with asyncio.timeout(20):
        while BACK not in caplog.text:
            await limiter.wait_for_chat(PERSON)
            await asyncio.sleep(0.05)
    assert caplog.text.count(BACK) == 1


async def _all(calls: Iterable[Awaitable[None]]) -> None:
    await asyncio.gather(*calls)


async def everything(engine: AsyncEngine) -> str:
    """Return all rows of the database, as text."""
    async with engine.connect() as connection:
        return "".join([str((await connection.execute(select(table))).all()) for table in METADATA.sorted_tables])


async def count(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int((await connection.execute(select(func.count()).select_from(TURNS))).scalar_one())
