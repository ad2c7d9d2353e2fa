"""Processes that share a database keep to Telegram's limits together, and to a pause that one of them was told of."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from limits import RateLimitItemPerMinute
from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.handlers.throttle import Throttle, Verdict
from bot.sending.coordinator import Coordinator, NoCoordinator
from bot.sending.http_request import FloodError
from bot.sending.pacing import LONGEST_PAUSE, Limits, SendLimiter
from bot.sending.postgres_coordinator import PostgresCoordinator, coordinator
from bot.sending.sliding_window import RateLimit
from bot.store.crypto import Crypto
from bot.store.database import opened
from bot.store.send_limits import SendLimits
from bot.store.tables import METADATA, TURNS
from tests.bot.tcp_relay import Relay, relayed

GROUP, OTHER, PERSON = -1_002_123_456_789, -1_002_987_654_321, 6_123_456_789
LIMITS = Limits(
    chat=RateLimit(50, 1.5), group=RateLimit(10, 1.5, reserved=1), groups=RateLimit(50, 0.01), everywhere=RateLimit(50, 0.01)
)  # fmt: skip
"""Nine in any second and a half, and a red flag more."""
AT_ONCE = 1.0
"""Seconds within which nobody has waited for a window, however slow the machine."""
BACK = "kept to together with the other processes again"
ALONE = "kept to by this process alone"


@pytest_asyncio.fixture
async def engine(postgres: str) -> AsyncIterator[AsyncEngine]:
    async with opened(postgres) as ready:
        yield ready


@pytest_asyncio.fixture
async def both(postgres: str, crypto: Crypto) -> AsyncIterator[tuple[Coordinator, Coordinator]]:
    """Two processes, as each is seen by the other."""
    async with AsyncExitStack() as stack:
        engines = [await stack.enter_async_context(opened(postgres)) for _ in range(2)]
        one, other = [await stack.enter_async_context(coordinator(each, crypto)) for each in engines]
        yield one, other


@pytest.fixture
def paces(both: tuple[Coordinator, Coordinator]) -> tuple[SendLimiter, SendLimiter]:
    one, other = both
    return SendLimiter(LIMITS, others=one), SendLimiter(LIMITS, others=other)


@pytest_asyncio.fixture
async def relay(postgres: str, tmp_path: Path) -> AsyncIterator[Relay]:
    async with relayed(postgres, tmp_path) as relay:
        yield relay


@pytest_asyncio.fixture
async def replicas(relay: Relay, crypto: Crypto) -> AsyncIterator[PostgresCoordinator]:
    """A process behind a relay, which soon asks a database again that did not answer."""
    async with opened(relay.url) as engine, coordinator(engine, crypto) as others:
        assert isinstance(others, PostgresCoordinator)
        yield replace(others, patience=0.3, rest=0.3)


async def took(call: Awaitable[None]) -> float:
    """Seconds."""
    began = time.monotonic()
    await call
    return time.monotonic() - began


def most(times: list[float], seconds: float) -> int:
    """The most that lie within so many seconds."""
    return max(sum(first <= at < first + seconds for at in times) for first in times)


async def test_two_processes_together_never_write_more_than_a_group_is_to_get(
    paces: tuple[SendLimiter, SendLimiter], engine: AsyncEngine, crypto: Crypto
) -> None:
    await asyncio.gather(*(paces[number % 2].chat(GROUP) for number in range(27)))
    async with engine.connect() as connection:
        kept = select(TURNS.c.times).where(TURNS.c.place == crypto.digest(f"written in {GROUP}"))
        times = (await connection.execute(kept)).scalar_one()
    assert (len(times), most(times, 1.5)) == (27, 9)
    assert max(times) - min(times) < 4 * 1.5, "and as soon as they may"


async def test_at_the_most_that_telegram_allows_every_process_writes_and_nobody_is_forgotten(
    both: tuple[Coordinator, Coordinator],
) -> None:
    limits = replace(LIMITS, everywhere=RateLimit(10, 0.3, reserved=1))
    paces = [SendLimiter(limits, others=others) for others in both]
    async with asyncio.timeout(30):
        waited = await asyncio.gather(*(took(paces[number % 2].chat(PERSON + number)) for number in range(60)))
    assert max(waited) >= 5 * 0.3, "nine at a time"


async def test_a_chat_that_is_full_for_one_process_is_full_for_the_other_and_no_other_chat_is(
    paces: tuple[SendLimiter, SendLimiter],
) -> None:
    one, other = paces
    for _ in range(9):
        await one.chat(GROUP)
    waiting = asyncio.create_task(other.chat(GROUP))
    assert await took(other.chat(OTHER)) < AT_ONCE
    assert await took(other.chat(PERSON)) < AT_ONCE
    assert not waiting.done()
    assert other.waiting == 1, "it waits in its line, as for a window of its own"
    await waiting


async def test_a_red_flag_passes_by_what_waits_for_the_others(paces: tuple[SendLimiter, SendLimiter]) -> None:
    one, other = paces
    for _ in range(9):
        await one.chat(GROUP)
    waiting = [asyncio.create_task(other.chat(GROUP)) for _ in range(3)]
    await asyncio.sleep(0.3)
    assert await took(other.chat(GROUP, urgent=True)) < AT_ONCE
    assert not any(task.done() for task in waiting)
    await asyncio.gather(*waiting)


async def test_a_pause_that_one_process_is_told_of_holds_the_other_in_that_chat_alone(
    paces: tuple[SendLimiter, SendLimiter],
) -> None:
    one, other = paces
    await one.flooded(GROUP, 1.5)
    waiting = asyncio.create_task(took(other.chat(GROUP)))
    assert await took(other.chat(OTHER)) < AT_ONCE
    assert await took(other.chat(PERSON)) < AT_ONCE
    assert await waiting > 1.3


async def test_a_long_pause_of_one_process_puts_off_what_comes_to_the_other(
    paces: tuple[SendLimiter, SendLimiter],
) -> None:
    one, other = paces
    await one.flooded(GROUP, LONGEST_PAUSE + 40)
    for _ in range(2):
        with pytest.raises(FloodError) as flooded:
            await other.chat(GROUP)
        assert flooded.value.seconds == pytest.approx(LONGEST_PAUSE + 40, abs=5)


async def test_what_is_kept_tells_neither_who_asked_nor_where_and_is_soon_gone(
    paces: tuple[SendLimiter, SendLimiter], engine: AsyncEngine, crypto: Crypto
) -> None:
    for chat in (GROUP, PERSON):
        await paces[0].chat(chat)
    await paces[1].flooded(OTHER, 1.0)
    kept, person = await everything(engine), crypto.digest(f"written in {PERSON}")
    assert person in kept, "the search would have found what is there"
    assert not [number for number in (GROUP, OTHER, PERSON) if str(abs(number)) in kept]
    assert crypto.pseudonym(PERSON) not in kept, "nor is it the name that a person has in other tables"
    others = PostgresCoordinator(SendLimits(engine), crypto, every=0.1)
    others.tidy()
    async with asyncio.timeout(20):
        while await count(engine):  # noqa: ASYNC110 - sets no event
            await asyncio.sleep(0.05)
    assert person not in await everything(engine)
    await others.close()


async def test_what_a_run_left_is_gone_at_the_next_start(postgres: str, crypto: Crypto) -> None:
    async with opened(postgres) as engine:
        async with coordinator(engine, crypto) as others:
            await SendLimiter(LIMITS, others=others).chat(PERSON)
        assert await count(engine) >= 1
        await asyncio.sleep(1.5)
        async with coordinator(engine, crypto), asyncio.timeout(20):
            while await count(engine):  # noqa: ASYNC110 - sets no event
                await asyncio.sleep(0.05)


async def test_all_calls_together_ask_through_one_connection(postgres: str, crypto: Crypto) -> None:
    async with opened(postgres):
        pass
    engine = create_async_engine(postgres, pool_size=1, max_overflow=0)
    pace = SendLimiter(
        Limits(everywhere=RateLimit(500, 1.0), groups=RateLimit(500, 1.0)),
        others=PostgresCoordinator(SendLimits(engine), crypto),
    )
    await asyncio.gather(*(pace.chat(chat) for chat in range(1, 101)))
    await engine.dispose()


async def test_at_the_end_of_a_run_what_is_still_written_keeps_to_its_own_windows(
    postgres: str, crypto: Crypto
) -> None:
    pace = SendLimiter(LIMITS)
    async with opened(postgres) as engine:
        async with coordinator(engine, crypto) as others:
            pace.join(others)
            await pace.chat(GROUP)
            before = await count(engine)
        await pace.chat(OTHER)
        assert await count(engine) == before


async def test_an_outage_of_the_database_silences_nobody_and_is_told_once(
    relay: Relay, replicas: PostgresCoordinator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    pace = SendLimiter(LIMITS, others=replicas)
    await pace.chat(GROUP)
    await relay.cut()
    assert await took(_all(pace.chat(GROUP) for _ in range(8))) < AT_ONCE
    assert await took(pace.chat(GROUP)) > 0.3, "its own windows hold"
    await pace.flooded(OTHER, 0.1)
    assert [record.message.count(ALONE) for record in caplog.records] == [1]
    await relay.mend()
    await _met(pace, caplog)


async def test_a_database_that_hangs_silences_nobody(
    relay: Relay, replicas: PostgresCoordinator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    pace = SendLimiter(LIMITS, others=replicas)
    await pace.chat(GROUP)
    relay.freeze()
    assert await took(_all(pace.chat(person) for person in range(1, 30))) < AT_ONCE
    assert [record.message.count(ALONE) for record in caplog.records] == [1]
    await relay.mend()
    await _met(pace, caplog)


async def test_a_group_gets_from_all_processes_together_what_is_fair_and_one_notice(
    both: tuple[Coordinator, Coordinator],
) -> None:
    shares = [Throttle(others=others) for others in both]
    turns = [await shares[number % 2].check(number, GROUP) for number in range(30)]
    assert turns == [Verdict.ALLOWED] * 18 + [Verdict.NOTICE] + [Verdict.QUIET] * 11
    assert await shares[0].check(PERSON, OTHER) is Verdict.ALLOWED
    assert await shares[1].check(PERSON, PERSON) is Verdict.ALLOWED


async def test_who_has_had_enough_takes_nothing_from_a_group(both: tuple[Coordinator, Coordinator]) -> None:
    shares = [Throttle(person=(RateLimitItemPerMinute(2),), others=others) for others in both]
    turns = [await shares[0].check(PERSON, GROUP) for _ in range(30)]
    assert turns == [Verdict.ALLOWED] * 2 + [Verdict.NOTICE] + [Verdict.QUIET] * 27
    assert [await shares[1].check(number, GROUP) for number in range(17)] == [Verdict.ALLOWED] * 16 + [Verdict.NOTICE]


async def test_during_an_outage_each_process_says_what_is_fair(relay: Relay, replicas: PostgresCoordinator) -> None:
    throttle = Throttle(others=replicas)
    await relay.cut()
    turns = [await throttle.check(number, GROUP) for number in range(20)]
    assert turns == [Verdict.ALLOWED] * 18 + [Verdict.NOTICE, Verdict.QUIET]


async def test_in_a_file_which_one_process_has_nothing_is_shared_and_nothing_written(
    sqlite: str, crypto: Crypto
) -> None:
    async with opened(sqlite) as engine:
        async with coordinator(engine, crypto) as others:
            assert isinstance(others, NoCoordinator)
            await SendLimiter(LIMITS, others=others).chat(GROUP)
        assert await count(engine) == 0


async def _met(pace: SendLimiter, caplog: pytest.LogCaptureFixture) -> None:
    """Wait until the limits are shared again, and have that told once."""
    async with asyncio.timeout(20):
        while BACK not in caplog.text:
            await pace.chat(PERSON)
            await asyncio.sleep(0.05)
    assert caplog.text.count(BACK) == 1


async def _all(calls: Iterable[Awaitable[None]]) -> None:
    await asyncio.gather(*calls)


async def everything(engine: AsyncEngine) -> str:
    """All that the database holds, as text."""
    async with engine.connect() as connection:
        return "".join([str((await connection.execute(select(table))).all()) for table in METADATA.sorted_tables])


async def count(engine: AsyncEngine, table: Table = TURNS) -> int:
    async with engine.connect() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())
