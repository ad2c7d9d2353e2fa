"""Turns that processes take together: exactly as many as there are, at all places or none, by the server's clock."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator

import pytest_asyncio
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import opened
from bot.store.send_limits import Denied, Quota, SendLimits
from bot.store.tables import TURNS

HERE, THERE = Quota("here", 2, 60.0), Quota("there", 9, 60.0)


@pytest_asyncio.fixture
async def engine(postgres: str) -> AsyncIterator[AsyncEngine]:
    async with opened(postgres) as ready:
        yield ready


def about(held: Denied | None) -> tuple[str, float, bool] | None:
    """What holds a turn up, for about how many seconds, and whether it is a pause."""
    return None if held is None else (held.place, 5.0 * math.ceil(held.seconds / 5.0), held.pauses)


async def put_back(engine: AsyncEngine, seconds: float) -> None:
    """Make all that is kept so much older, or newer for a number below 0, as if the server's clock had stepped."""
    async with engine.begin() as connection:
        for row in (await connection.execute(select(TURNS))).all():
            aged = {
                "times": [time - seconds for time in row.times],
                "paused_at": row.paused_at and row.paused_at - seconds,
                "paused_until": row.paused_until and row.paused_until - seconds,
                "gone_at": row.gone_at - seconds,
            }
            await connection.execute(update(TURNS).where(TURNS.c.place == row.place).values(aged))


async def test_there_are_as_many_turns_as_a_place_has_and_the_next_when_the_oldest_is_over(engine: AsyncEngine) -> None:
    turns = SendLimits(engine)
    assert [await turns.take([HERE]) for _ in range(2)] == [None, None]
    assert about(await turns.take([HERE])) == ("here", 60.0, False)
    await put_back(engine, 60.0)
    assert await turns.take([HERE]) is None


async def test_of_a_hundred_who_ask_at_once_no_more_get_one_than_there_are(engine: AsyncEngine) -> None:
    turns = SendLimits(engine)
    got = await asyncio.gather(*(turns.take([Quota("here", 7, 60.0)]) for _ in range(100)))
    assert got.count(None) == 7


async def test_a_turn_is_taken_at_all_places_or_at_none(engine: AsyncEngine) -> None:
    turns = SendLimits(engine)
    for _ in range(2):
        await turns.take([HERE])
    for _ in range(20):
        held = await turns.take([THERE, HERE])
        assert held is not None
        assert held.place == "here"
    assert await turns.take([THERE]) is None
    async with engine.connect() as connection:
        kept = (await connection.execute(select(TURNS))).all()
    assert {row.place: len(row.times) for row in kept} == {"here": 2, "there": 1}


async def test_a_place_can_have_two_bounds_and_the_one_that_takes_longest_is_told(engine: AsyncEngine) -> None:
    turns, both = SendLimits(engine), [Quota("here", 2, 5.0), Quota("here", 3, 60.0)]
    assert [await turns.take(both) for _ in range(2)] == [None, None]
    assert about(await turns.take(both)) == ("here", 5.0, False)
    await put_back(engine, 5.0)
    assert await turns.take(both) is None
    assert about(await turns.take(both)) == ("here", 55.0, False)


async def test_a_pause_holds_its_place_and_a_shorter_one_does_not_end_it(engine: AsyncEngine) -> None:
    turns = SendLimits(engine)
    await turns.pause("here", 30.0)
    await turns.pause("here", 3.0)
    assert about(await turns.take([THERE, HERE])) == ("here", 30.0, True)
    assert await turns.take([THERE]) is None
    await put_back(engine, 30.0)
    assert await turns.take([HERE]) is None


async def test_a_server_whose_clock_steps_makes_nobody_wait(engine: AsyncEngine) -> None:
    turns = SendLimits(engine)
    for step in (3600.0, -3600.0):
        for _ in range(2):
            assert await turns.take([HERE]) is None
        await turns.pause("here", 30.0)
        await put_back(engine, step)
        assert await turns.take([HERE]) is None
        await put_back(engine, 3600.0 + 60.0)


async def test_what_no_longer_counts_is_deleted_and_what_counts_is_not(engine: AsyncEngine) -> None:
    turns = SendLimits(engine)
    await turns.take([HERE])
    await turns.pause("there", 30.0)
    assert await turns.tidy()
    assert await rows(engine) == 2
    await put_back(engine, 31.0)
    assert await turns.tidy()
    assert await rows(engine) == 1
    await put_back(engine, 30.0)
    assert not await turns.tidy()
    assert await rows(engine) == 0


async def test_a_place_keeps_no_more_times_than_can_count(engine: AsyncEngine) -> None:
    turns = SendLimits(engine)
    for _ in range(9):
        await turns.take([Quota("here", 3, 0.0)])
    async with engine.connect() as connection:
        assert len((await connection.execute(select(TURNS.c.times))).scalar_one()) == 3


async def test_they_are_in_no_log_of_the_servers(engine: AsyncEngine) -> None:
    """They are worth nothing after a crash, and nobody is to find there who was written to."""
    async with engine.connect() as connection:
        told = await connection.exec_driver_sql("SELECT relpersistence FROM pg_class WHERE relname = 'turns'")
        assert told.scalar_one() == b"u"


async def rows(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return len((await connection.execute(select(TURNS.c.place))).all())
