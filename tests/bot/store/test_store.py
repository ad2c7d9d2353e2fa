"""A run with its store: tidied from the start on, and a store that cannot be tidied stops no run."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.models import Vote
from bot.store.store import Store, at_work
from bot.store.votes import KEPT
from tests.bot.database_fixtures import Clock


async def _until_tidied(store: Store) -> None:
    async with asyncio.timeout(10):
        while await store.votes.tally():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.01)


async def test_a_run_tidies_at_its_start_and_again_and_again(store: Store, clock: Clock) -> None:
    await store.votes.cast("a" * 32, "0" * 16, "low", Vote.HELPFUL)
    clock.now += KEPT + 1
    async with at_work(store, every=0.01):
        await _until_tidied(store)
        await store.votes.cast("a" * 32, "0" * 16, "low", Vote.HELPFUL)
        clock.now += KEPT + 1
        await _until_tidied(store)


async def test_a_store_that_cannot_be_tidied_is_told_in_the_log_and_tried_again(
    store: Store, engine: AsyncEngine, caplog: pytest.LogCaptureFixture
) -> None:
    async with engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE votes RENAME TO elsewhere")
    async with at_work(store, every=0.01), asyncio.timeout(10):
        while caplog.text.count("the store cannot be tidied: ") < 2:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
