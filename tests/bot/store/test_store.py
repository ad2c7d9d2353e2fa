"""The store of a run deletes expired data regularly, and a fault there does not stop the run."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.models import Vote
from bot.store import retention
from bot.store.crypto import Crypto
from bot.store.store import Store, open_store
from tests.bot.database_fixtures import Clock


async def _until_deleted(store: Store) -> None:
    async with asyncio.timeout(10):
        while await store.votes.tally():  # noqa: ASYNC110 - a deletion sets no event
            await asyncio.sleep(0.01)


async def test_a_run_deletes_expired_data_at_its_start_and_regularly(store: Store, clock: Clock) -> None:
    too_old = retention.VOTES.total_seconds() + 1
    await store.votes.cast("a" * 32, "0" * 16, "low", Vote.HELPFUL)
    clock.now += too_old
    async with open_store(store.engine, store.crypto, clock, interval=0.01):
        await _until_deleted(store)
        await store.votes.cast("a" * 32, "0" * 16, "low", Vote.HELPFUL)
        clock.now += too_old
        await _until_deleted(store)


async def test_a_deletion_that_fails_is_logged_and_retried(
    engine: AsyncEngine, crypto: Crypto, caplog: pytest.LogCaptureFixture
) -> None:
    async with engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE votes RENAME TO elsewhere")
    async with open_store(engine, crypto, interval=0.01), asyncio.timeout(10):
        while caplog.text.count("could not delete expired data: ") < 2:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
