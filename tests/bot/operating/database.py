"""Reads and changes the database of a run."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.updates.inbox import LEASE


async def expire_leases(database: str, claimant: str | None = None) -> None:
    """Expire the leases of a claimant, or all leases, as if its process had died long ago."""
    claimed = f"claimant = '{claimant}'" if claimant else "claimant IS NOT NULL"
    expired = f"UPDATE inbox SET claimed_until = claimed_until - {LEASE} WHERE {claimed} RETURNING claimant"
    assert await query(database, expired)
    await query(database, f"UPDATE answers SET at = at - {LEASE} WHERE message_id IS NULL RETURNING at")


async def query(database: str, statement: str) -> list[str]:
    """Execute a statement; return the first column of its rows."""
    engine = create_async_engine(database)
    async with engine.begin() as connection:
        rows = [row[0] for row in await connection.execute(text(statement))]
    await engine.dispose()
    return rows
