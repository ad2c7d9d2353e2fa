"""A database that is away, silent or locked: which faults pass by themselves, and that none quotes what was written."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store import sql
from bot.store.database import opened
from bot.store.sql import change, insert, is_transient, transaction
from bot.store.tables import INBOX
from bot.updates.inbox import LEASE


async def _fault(engine: AsyncEngine, statement: str) -> SQLAlchemyError:
    with pytest.raises(SQLAlchemyError) as fault:
        await change(engine, text(statement))
    return fault.value


async def test_what_a_database_is_asked_amiss_never_passes(engine: AsyncEngine) -> None:
    await change(engine, insert(engine, INBOX).values(update_id=1, kept_at=1))
    assert not is_transient(await _fault(engine, "INSERT INTO inbox (update_id, kept_at) VALUES (1, 1)"))


async def test_a_locked_file_is_a_fault_that_passes(sqlite: str) -> None:
    async with opened(sqlite) as engine:
        await change(engine, text("PRAGMA busy_timeout=0"))
        with closing(sqlite3.connect(str(engine.url.database), isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            assert is_transient(await _fault(engine, "INSERT INTO inbox (update_id, kept_at) VALUES (1, 1)"))
        await change(engine, text("INSERT INTO inbox (update_id, kept_at) VALUES (1, 1)"))


async def test_a_server_that_ends_connections_is_a_fault_that_passes(postgres: str) -> None:
    async with opened(postgres) as engine:
        assert is_transient(await _fault(engine, "SELECT pg_terminate_backend(pg_backend_pid())"))
        assert not is_transient(await _fault(engine, "SELECT * FROM no_such_table"))
        assert not is_transient(await _fault(engine, "SELECT 1 / 0"))


async def test_a_server_that_is_only_read_from_is_a_fault_that_passes(postgres: str) -> None:
    """So is the one that is to take the place of a lost one, until it does."""
    async with opened(postgres) as engine:
        await change(engine, text("ALTER ROLE postgres SET default_transaction_read_only = on"))
        await engine.dispose()
        try:
            assert is_transient(await _fault(engine, "INSERT INTO inbox (update_id, kept_at) VALUES (1, 1)"))
        finally:
            await change(engine, text("SET TRANSACTION READ WRITE"), text("ALTER ROLE postgres RESET ALL"))


async def test_a_server_that_is_gone_is_a_fault_that_passes(tmp_path: Path) -> None:
    engine = create_async_engine(f"postgresql+asyncpg://postgres@/postgres?host={tmp_path}")
    assert is_transient(await _fault(engine, "SELECT 1"))
    await engine.dispose()


async def test_a_server_that_says_nothing_is_lost_and_can_be_asked_again(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(postgres) as engine:
        monkeypatch.setattr(sql, "PATIENCE", 0.2)
        async with asyncio.timeout(5):
            assert is_transient(await _fault(engine, "SELECT pg_sleep(60)"))
        monkeypatch.undo()
        await change(engine, text("SELECT 1"))


def test_claims_in_the_inbox_can_be_renewed_in_time_though_one_transaction_is_lost() -> None:
    assert sql.PATIENCE + LEASE / 4 < LEASE


async def test_no_fault_quotes_what_was_to_be_written(engine: AsyncEngine) -> None:
    secret = {"message": "a secret story"}
    with pytest.raises(DBAPIError) as fault:
        async with transaction(engine) as connection:
            await connection.execute(insert(engine, INBOX).values(update_id=1, kept_at=None, body=secret))
    assert "secret" not in str(fault.value)
