"""Updates on disk, from before Telegram is told that they came until they are answered.

A kept update that the process dies over is found again by `pending`. Its text goes as soon as it is done;
the bare number stays for two days, so that an update that Telegram delivers again is not answered again.
There is no high-water mark, since Telegram's numbers may start anew anywhere. Knows no handler and no network.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.statements import change, insert, rows, sweep, transaction
from bot.store.tables import INBOX

REMEMBERED = 2 * 86400
"""Seconds that a done update's number is kept; Telegram repeats an update for one day at most."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An update as Telegram sent it, by its number."""

    update_id: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Inbox:
    """The kept updates, in an opened database."""

    engine: AsyncEngine
    clock: Callable[[], float] = time.time

    async def keep(self, updates: Sequence[Kept]) -> tuple[Kept, ...]:
        """Keep updates durably; return those that had not come before."""
        now = int(self.clock())
        told = [{"update_id": kept.update_id, "body": kept.body, "kept_at": now} for kept in updates]
        forget = delete(INBOX).where(INBOX.c.body.is_(None), INBOX.c.kept_at < now - REMEMBERED)
        add = insert(self.engine, INBOX).on_conflict_do_nothing().returning(INBOX.c.update_id)
        async with transaction(self.engine) as connection:
            await connection.execute(forget)
            new = set((await connection.execute(add, told)).scalars()) if told else set()
        return tuple(kept for kept in updates if kept.update_id in new)

    async def pending(self) -> tuple[Kept, ...]:
        """What is not done, in the order of its numbers."""
        query = select(INBOX.c.update_id, INBOX.c.body).where(INBOX.c.body.is_not(None)).order_by(INBOX.c.update_id)
        return tuple(Kept(row.update_id, row.body) for row in await rows(self.engine, query))

    async def done(self, update_id: int) -> None:
        """Delete what the update said."""
        await self._close(update_id, None)

    async def set_aside(self, update_id: int, fault: str) -> None:
        """Give the update up: delete what it said, keep why. `fault` must quote nothing of it."""
        await self._close(update_id, fault)

    async def tidy(self) -> None:
        """Leave no deleted text on the disk."""
        await sweep(self.engine)

    async def _close(self, update_id: int, fault: str | None) -> None:
        closed = update(INBOX).where(INBOX.c.update_id == update_id).values(body=None, fault=fault)
        await change(self.engine, closed)
