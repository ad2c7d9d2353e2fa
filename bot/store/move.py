"""Moves all data between two databases, such as from a SQLite file to PostgreSQL, or back.

All rows are written in one transaction of the target: whatever ends it, the target is as before, or complete. The
source is only read. Rows are copied as they are: no table numbers its own rows, and the encrypted columns need no key.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import State, hold, set_readonly, table_state
from bot.store.location import Location
from bot.store.migration import NewerError, hold_migrations, migrate
from bot.store.tables import METADATA, TURNS

BATCH = 1000
"""Rows in memory at once."""
CHECKS, CHECK_INTERVAL = 5, 0.2
"""How often a database is looked at until nobody uses it, and the seconds between."""
# The times of sending are worthless after a minute, and nothing would delete them from a SQLite file.
TABLES = tuple(table for table in METADATA.sorted_tables if table is not TURNS)
# A legwise that runs on PostgreSQL writes every 30 s (INTERVAL of bot/health/database.py). A pooler's connections
# stay open for longer, but are idle.
_OTHERS = text("""
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
        AND (state <> 'idle' OR state_change > clock_timestamp() - interval '60 s')
""")

Progress = Callable[[str, int, int], None]
"""Is called with a table, its rows copied so far, and all its rows."""


async def move(source: Location, target: Location, progress: Progress) -> dict[str, int]:
    """Copy all rows into an empty database; return their number by table. Raises DatabaseError."""
    if source.url == target.url:
        raise target.error("is the source itself", f"name another database as {target.name}")
    source.check_exists()
    async with _reading(source) as old, _writing(target) as new:
        return {table.name: await _copy(table, source, old, target, new, progress) for table in TABLES}


@asynccontextmanager
async def _reading(source: Location) -> AsyncIterator[AsyncConnection]:
    """Open the source in one snapshot."""
    async with hold(source) as engine:
        set_readonly(engine)
        with source.faults():
            async with engine.connect() as connection:
                if not source.file:
                    await connection.execution_options(isolation_level="REPEATABLE READ")
                await _reserve(source, connection)
                await _check_version(source, connection)
                yield connection


@asynccontextmanager
async def _writing(target: Location) -> AsyncIterator[AsyncConnection]:
    """Open the target in one transaction, with tables that are empty."""
    async with hold(target) as engine:
        with target.faults():
            async with engine.connect() as connection:
                await _reserve(target, connection)
                await connection.run_sync(migrate)
                await _check_empty(target, connection)
                yield connection
                await connection.commit()


async def _reserve(location: Location, connection: AsyncConnection) -> None:
    """Let no legwise start on PostgreSQL, if none runs there. A SQLite file is locked by whoever holds it."""
    if location.file:
        return
    for _ in range(CHECKS):
        if not (await connection.execute(_OTHERS)).scalar_one():
            await connection.run_sync(hold_migrations)
            return
        await connection.rollback()  # a session is listed for a moment after its end, and the snapshot is to be later
        await asyncio.sleep(CHECK_INTERVAL)
    cure = "stop every legwise on it, and any other program, and try again a minute later"
    raise location.error("another program is using it", cure)


async def _check_version(source: Location, connection: AsyncConnection) -> None:
    match await connection.run_sync(table_state):
        case State.NEWER:
            raise NewerError
        case State.OLDER:
            raise source.older()
        case State.CURRENT:
            pass


async def _check_empty(target: Location, connection: AsyncConnection) -> None:
    for table in TABLES:
        if rows := await _count(table, connection):
            cure = "name an empty database, or one that does not exist yet"
            raise target.error(f"holds data already: {rows:,} rows in {table.name}", cure)


async def _copy(
    table: Table, source: Location, old: AsyncConnection, target: Location, new: AsyncConnection, progress: Progress
) -> int:
    """Copy a table, and return the number of its rows, which both databases then have."""
    with source.faults():
        rows = await _count(table, old)
    copied = 0
    progress(table.name, copied, rows)
    async for batch in _batches(table, source, old):
        await new.execute(insert(table), batch)
        copied += len(batch)
        progress(table.name, copied, rows)
    if (arrived := await _count(table, new)) != rows:
        raise target.error(f"got {arrived:,} of {rows:,} rows of {table.name}", "nothing was moved; try again")
    return rows


async def _batches(table: Table, source: Location, old: AsyncConnection) -> AsyncIterator[list[dict[str, Any]]]:
    with source.faults():
        result = await old.stream(select(table), execution_options={"yield_per": BATCH})
        async for batch in result.mappings().partitions():
            yield [dict(row) for row in batch]


async def _count(table: Table, connection: AsyncConnection) -> int:
    return (await connection.execute(select(func.count()).select_from(table))).scalar_one()
