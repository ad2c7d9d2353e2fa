"""Lets the time pass, in a database, after which others take over what a process died over."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.updates.inbox import LEASE


async def claims_lapse(database: str, claimant: str | None = None) -> None:
    """Have the claims of a process lapse, or those of all."""
    whose = f"claimant = '{claimant}'" if claimant else "claimant IS NOT NULL"
    assert await told(
        database, f"UPDATE inbox SET claimed_until = claimed_until - {LEASE} WHERE {whose} RETURNING claimant"
    )
    await told(database, f"UPDATE answers SET at = at - {LEASE} WHERE message_id IS NULL RETURNING at")


async def told(database: str, query: str) -> list[str]:
    """The first column of what a statement gives."""
    engine = create_async_engine(database)
    async with engine.begin() as connection:
        rows = [row[0] for row in await connection.execute(text(query))]
    await engine.dispose()
    return rows
