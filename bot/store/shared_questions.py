"""Questions that users shared with the curators: redacted and encrypted.

A row has an id, the day, the question and its asker, as a pseudonym that no other table has; no chat and no time. The
id is enough to withdraw it.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.models import Decision, SharedQuestion
from bot.store import retention
from bot.store.crypto import Crypto
from bot.store.redaction import redact
from bot.store.sql import change, checkpoint_wal, insert, rows, transact
from bot.store.tables import SHARED

_COLUMNS = (SHARED.c.id, SHARED.c.sealed, SHARED.c.day, SHARED.c.asker, SHARED.c.decision)


class SharedQuestions:
    """The shared questions, by a random id."""

    def __init__(self, engine: AsyncEngine, crypto: Crypto, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._crypto, self._clock = engine, crypto, clock

    async def add(self, text: str, asker: str) -> str:
        """Store a question under the pseudonym of `Crypto.asker`, and return its id: 16 hexadecimal digits."""
        id_ = secrets.token_hex(8)
        values = {"id": id_, "day": self._today(), "sealed": self._crypto.encrypt(redact(text)), "asker": asker}
        await change(self._engine, insert(self._engine, SHARED).values(values))
        return id_

    async def withdraw(self, id_: str) -> bool:
        """Delete a question at once, and return whether it existed."""
        deleted = await change(self._engine, delete(SHARED).where(SHARED.c.id == id_))
        await checkpoint_wal(self._engine)
        return bool(deleted)

    async def for_curators(self) -> tuple[SharedQuestion, ...]:
        """Return all questions by day; within a day their order is random. Raises CryptoError."""
        stored = await rows(self._engine, select(*_COLUMNS).order_by(SHARED.c.day, SHARED.c.id))
        # Ten thousand take a tenth of a second, in which the desk serves its pages.
        return await asyncio.to_thread(lambda: tuple(self._question(*row) for row in stored))

    async def decide(self, ids: Collection[str], decision: Decision | None) -> None:
        """Set the decision on questions, or reopen them with None. A question withdrawn meanwhile stays so."""
        if not ids:
            return
        # One statement for each id, because a database limits the parameters of a statement. All in the same order, so
        # that two curators cannot deadlock.
        parameters = [{"of": id_} for id_ in sorted(ids)]
        statement = update(SHARED).where(SHARED.c.id == bindparam("of")).values(decision=decision)
        await transact(self._engine, lambda connection: connection.execute(statement, parameters))

    async def forget(self, asker: str) -> int:
        """Delete an asker's questions, and return their number."""
        return await change(self._engine, delete(SHARED).where(SHARED.c.asker == asker))

    async def count_untraceable(self) -> int:
        """Return the number of questions that were shared before askers were recorded."""
        [(number,)] = await rows(self._engine, select(func.count()).where(SHARED.c.asker.is_(None)))
        return int(number)

    async def delete_expired(self) -> None:
        """Delete questions beyond their retention period."""
        await change(self._engine, delete(SHARED).where(SHARED.c.day < self._today() - retention.SHARED_QUESTIONS))

    def _question(self, id_: str, sealed: bytes, day: date, asker: str | None, decision: str | None) -> SharedQuestion:
        decided = None if decision is None else Decision(decision)
        return SharedQuestion(id_, self._crypto.decrypt(sealed), day, asker, decided)

    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock(), UTC).date()
