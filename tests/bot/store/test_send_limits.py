"""Shared rate limits: never exceeded, counted in all quotas or none, by the server's clock."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator

import pytest_asyncio
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import open_database
from bot.store.send_limits import Denied, Quota, SendLimits
from bot.store.tables import TURNS

HERE, OTHER = Quota("here", 2, 60.0), Quota("other", 9, 60.0)


@pytest_asyncio.fixture
async def engine(shared_database_url: str) -> AsyncIterator[AsyncEngine]:
    async with open_database(shared_database_url) as ready:
        yield ready


def rounded(denied: Denied | None) -> tuple[str, float, bool] | None:
    """Return the fields, with the seconds rounded up to five."""
    return None if denied is None else (denied.name, 5.0 * math.ceil(denied.seconds / 5.0), denied.is_pause)


async def age(engine: AsyncEngine, seconds: float) -> None:
    """Make all rows older, or newer if negative, as if the server's clock had been set."""
    async with engine.begin() as connection:
        for row in (await connection.execute(select(TURNS))).all():
            values = {
                "times": [time - seconds for time in row.times],
                "paused_at": row.paused_at and row.paused_at - seconds,
                "paused_until": row.paused_until and row.paused_until - seconds,
                "gone_at": row.gone_at - seconds,
            }
            await connection.execute(update(TURNS).where(TURNS.c.place == row.place).values(values))


async def test_a_quota_allows_its_number_of_calls_and_the_next_when_the_oldest_has_expired(engine: AsyncEngine) -> None:
    limits = SendLimits(engine)
    assert [await limits.take([HERE]) for _ in range(2)] == [None, None]
    assert rounded(await limits.take([HERE])) == ("here", 60.0, False)
    await age(engine, 60.0)
    assert await limits.take([HERE]) is None


async def test_a_hundred_concurrent_calls_do_not_exceed_a_quota(engine: AsyncEngine) -> None:
    limits = SendLimits(engine)
    results = await asyncio.gather(*(limits.take([Quota("here", 7, 60.0)]) for _ in range(100)))
    assert results.count(None) == 7


async def test_a_call_counts_in_all_quotas_or_in_none(engine: AsyncEngine) -> None:
    limits = SendLimits(engine)
    for _ in range(2):
        await limits.take([HERE])
    for _ in range(20):
        denied = await limits.take([OTHER, HERE])
        assert denied is not None
        assert denied.name == "here"
    assert await limits.take([OTHER]) is None
    async with engine.connect() as connection:
        stored = (await connection.execute(select(TURNS))).all()
    assert {row.place: len(row.times) for row in stored} == {"here": 2, "other": 1}


async def test_a_name_can_have_two_quotas_and_the_longest_wait_is_returned(engine: AsyncEngine) -> None:
    limits, both = SendLimits(engine), [Quota("here", 2, 5.0), Quota("here", 3, 60.0)]
    assert [await limits.take(both) for _ in range(2)] == [None, None]
    assert rounded(await limits.take(both)) == ("here", 5.0, False)
    await age(engine, 5.0)
    assert await limits.take(both) is None
    assert rounded(await limits.take(both)) == ("here", 55.0, False)


async def test_a_pause_denies_all_calls_and_a_shorter_one_does_not_end_it(engine: AsyncEngine) -> None:
    limits = SendLimits(engine)
    await limits.pause("here", 30.0)
    await limits.pause("here", 3.0)
    assert rounded(await limits.take([OTHER, HERE])) == ("here", 30.0, True)
    assert await limits.take([OTHER]) is None
    await age(engine, 30.0)
    assert await limits.take([HERE]) is None


async def test_a_server_whose_clock_is_set_denies_no_call(engine: AsyncEngine) -> None:
    limits = SendLimits(engine)
    for step in (3600.0, -3600.0):
        for _ in range(2):
            assert await limits.take([HERE]) is None
        await limits.pause("here", 30.0)
        await age(engine, step)
        assert await limits.take([HERE]) is None
        await age(engine, 3600.0 + 60.0)


async def test_only_expired_rows_are_deleted(engine: AsyncEngine) -> None:
    limits = SendLimits(engine)
    await limits.take([HERE])
    await limits.pause("other", 30.0)
    assert await limits.delete_expired()
    assert await rows(engine) == 2
    await age(engine, 31.0)
    assert await limits.delete_expired()
    assert await rows(engine) == 1
    await age(engine, 30.0)
    assert not await limits.delete_expired()
    assert await rows(engine) == 0


async def test_a_row_stores_no_more_times_than_can_count(engine: AsyncEngine) -> None:
    limits = SendLimits(engine)
    for _ in range(9):
        await limits.take([Quota("here", 3, 0.0)])
    async with engine.connect() as connection:
        assert len((await connection.execute(select(TURNS.c.times))).scalar_one()) == 3


async def test_rows_are_not_in_the_servers_write_ahead_log(engine: AsyncEngine) -> None:
    """They are worthless after a crash, and the log would reveal the users that were written to."""
    async with engine.connect() as connection:
        kind = await connection.exec_driver_sql("SELECT relpersistence FROM pg_class WHERE relname = 'turns'")
        assert kind.scalar_one() == b"u"


async def rows(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return len((await connection.execute(select(TURNS.c.place))).all())
