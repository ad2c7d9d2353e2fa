"""Queries, transactions and batches: which faults are transient, and that none quotes stored text."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store import sql
from bot.store.database import open_database
from bot.store.sql import Batcher, change, insert, is_transient, transaction
from bot.store.tables import INBOX
from bot.updates.inbox import LEASE


async def test_calls_during_a_batch_form_the_next_batch() -> None:
    batches: list[list[int]] = []

    async def double(numbers: Sequence[int]) -> Sequence[int]:
        batches.append(list(numbers))
        await asyncio.sleep(0)
        return [2 * number for number in numbers]

    doubled = Batcher(double)
    first = asyncio.create_task(doubled(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert list(await asyncio.gather(first, doubled(2), doubled(3))) == [2, 4, 6]
    assert batches == [[1], [2, 3]]
    assert await doubled(4) == 8


async def test_a_batch_that_fails_raises_in_all_its_calls_and_the_next_batch_runs() -> None:
    async def fail_once(numbers: Sequence[int]) -> Sequence[int]:
        if 1 in numbers:
            raise OSError("disk full")
        return numbers

    batcher = Batcher(fail_once)
    results = await asyncio.gather(batcher(1), batcher(2), return_exceptions=True)
    assert all(isinstance(result, OSError) for result in results)
    assert await batcher(3) == 3


async def test_a_cancelled_call_does_not_affect_the_others_of_its_batch() -> None:
    async def same(numbers: Sequence[int]) -> Sequence[int]:
        await asyncio.sleep(0.01)
        return numbers

    batcher = Batcher(same)
    cancelled, waiting = asyncio.create_task(batcher(1)), asyncio.create_task(batcher(2))
    await asyncio.sleep(0)
    cancelled.cancel()
    assert await waiting == 2
    with pytest.raises(asyncio.CancelledError):
        await cancelled


async def _fault(engine: AsyncEngine, statement: str) -> SQLAlchemyError:
    with pytest.raises(SQLAlchemyError) as fault:
        await change(engine, text(statement))
    return fault.value


async def test_an_invalid_statement_is_no_transient_fault(engine: AsyncEngine) -> None:
    await change(engine, insert(engine, INBOX).values(update_id=1, kept_at=1))
    assert not is_transient(await _fault(engine, "INSERT INTO inbox (update_id, kept_at) VALUES (1, 1)"))


async def test_a_locked_file_is_a_transient_fault(sqlite: str) -> None:
    async with open_database(sqlite) as engine:
        await change(engine, text("PRAGMA busy_timeout=0"))
        with closing(sqlite3.connect(str(engine.url.database), isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            assert is_transient(await _fault(engine, "INSERT INTO inbox (update_id, kept_at) VALUES (1, 1)"))
        await change(engine, text("INSERT INTO inbox (update_id, kept_at) VALUES (1, 1)"))


async def test_a_server_that_closes_connections_is_a_transient_fault(postgres: str) -> None:
    async with open_database(postgres) as engine:
        assert is_transient(await _fault(engine, "SELECT pg_terminate_backend(pg_backend_pid())"))
        assert not is_transient(await _fault(engine, "SELECT * FROM no_such_table"))
        assert not is_transient(await _fault(engine, "SELECT 1 / 0"))


async def test_a_read_only_server_is_a_transient_fault(postgres: str) -> None:
    """A standby is read-only until its promotion."""
    async with open_database(postgres) as engine:
        await change(engine, text("ALTER ROLE postgres SET default_transaction_read_only = on"))
        await engine.dispose()
        try:
            assert is_transient(await _fault(engine, "INSERT INTO inbox (update_id, kept_at) VALUES (1, 1)"))
        finally:
            await change(engine, text("SET TRANSACTION READ WRITE"), text("ALTER ROLE postgres RESET ALL"))


async def test_a_server_that_is_gone_is_a_transient_fault(tmp_path: Path) -> None:
    engine = create_async_engine(f"postgresql+asyncpg://postgres@/postgres?host={tmp_path}")
    assert is_transient(await _fault(engine, "SELECT 1"))
    await engine.dispose()


async def test_a_server_that_does_not_answer_in_time_is_a_transient_fault(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_database(postgres) as engine:
        monkeypatch.setattr(sql, "TIMEOUT", 0.2)
        async with asyncio.timeout(5):
            assert is_transient(await _fault(engine, "SELECT pg_sleep(60)"))
        monkeypatch.undo()
        await change(engine, text("SELECT 1"))


def test_leases_in_the_inbox_can_be_renewed_in_time_although_one_transaction_times_out() -> None:
    assert sql.TIMEOUT + LEASE / 4 < LEASE


async def test_no_fault_quotes_the_values_of_a_statement(engine: AsyncEngine) -> None:
    secret = {"message": "a secret story"}
    with pytest.raises(DBAPIError) as fault:
        async with transaction(engine) as connection:
            await connection.execute(insert(engine, INBOX).values(update_id=1, kept_at=None, body=secret))
    assert "secret" not in str(fault.value)
