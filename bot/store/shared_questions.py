"""Questions that users shared with the curators: redacted, encrypted and anonymous.

A row has an id, the day and the question; no user, no chat and no time. The id is enough to withdraw it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.models import SharedQuestion
from bot.store import retention
from bot.store.crypto import Crypto
from bot.store.redaction import redact
from bot.store.sql import change, checkpoint_wal, insert, rows
from bot.store.tables import SHARED


class SharedQuestions:
    """The shared questions, by a random id."""

    def __init__(self, engine: AsyncEngine, crypto: Crypto, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._crypto, self._clock = engine, crypto, clock

    async def add(self, text: str) -> str:
        """Store a question, and return its id: 16 hexadecimal digits."""
        id_ = secrets.token_hex(8)
        sealed = self._crypto.encrypt(redact(text))
        await change(self._engine, insert(self._engine, SHARED).values(id=id_, day=self._today(), sealed=sealed))
        return id_

    async def withdraw(self, id_: str) -> bool:
        """Delete a question at once, and return whether it existed."""
        deleted = await change(self._engine, delete(SHARED).where(SHARED.c.id == id_))
        await checkpoint_wal(self._engine)
        return bool(deleted)

    async def all(self) -> tuple[SharedQuestion, ...]:
        """Return all questions by day; within a day their order is random. Raises CryptoError."""
        query = select(SHARED.c.sealed, SHARED.c.day).order_by(SHARED.c.day, SHARED.c.id)
        stored = await rows(self._engine, query)
        return tuple(SharedQuestion(self._crypto.decrypt(sealed), day) for sealed, day in stored)

    async def delete_expired(self) -> None:
        """Delete questions beyond their retention period."""
        await change(self._engine, delete(SHARED).where(SHARED.c.day < self._today() - retention.SHARED_QUESTIONS))

    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock(), UTC).date()
