"""Questions that people chose to share with the curators: redacted, sealed, and of nobody.

With a question stands the day and nothing else: no person, no chat, no time. Whoever has its id may withdraw it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.models import SharedQuestion
from bot.store.crypto import Crypto
from bot.store.redaction import redact
from bot.store.sql import change, checkpoint_wal, insert, rows
from bot.store.tables import SHARED

KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Shared:
    """The shared questions of the last 90 days."""

    engine: AsyncEngine
    crypto: Crypto
    clock: Callable[[], float] = time.time

    async def add(self, text: str) -> str:
        """Keep a question; return the id by which it can be withdrawn: 16 hexadecimal digits, at random."""
        id_ = secrets.token_hex(8)
        sealed = self.crypto.encrypt(redact(text))
        await change(self.engine, insert(self.engine, SHARED).values(id=id_, day=self._today(), sealed=sealed))
        return id_

    async def withdraw(self, id_: str) -> bool:
        """Delete a question at once. Returns whether it was there."""
        there = await change(self.engine, delete(SHARED).where(SHARED.c.id == id_))
        await checkpoint_wal(self.engine)
        return bool(there)

    async def all(self) -> tuple[SharedQuestion, ...]:
        """Every question by its day; within a day the order says nothing. Raises CryptoError."""
        query = select(SHARED.c.sealed, SHARED.c.day).order_by(SHARED.c.day, SHARED.c.id)
        return tuple(SharedQuestion(self.crypto.decrypt(sealed), day) for sealed, day in await rows(self.engine, query))

    async def tidy(self) -> None:
        """Drop the questions that are too old."""
        await change(self.engine, delete(SHARED).where(SHARED.c.day < self._today() - KEPT))

    def _today(self) -> date:
        return datetime.fromtimestamp(self.clock(), UTC).date()
