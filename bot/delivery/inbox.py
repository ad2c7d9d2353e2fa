"""Updates on disk, from before Telegram is told that they came until they are answered.

A kept update that the process dies over is found again by `pending`. Its text goes as soon as it is done;
the bare number stays for two days, so that an update that Telegram delivers again is not answered again.
There is no high-water mark, since Telegram's numbers may start anew anywhere. Knows no handler and no network.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    URL,
    BigInteger,
    Column,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    select,
    text,
    update,
)  # fmt: skip
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

REMEMBERED = 2 * 86400
"""Seconds that a done update's number is kept; Telegram repeats an update for one day at most."""

_METADATA = MetaData()
_INBOX = Table(
    "inbox",
    _METADATA,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", JSON(none_as_null=True)),
    Column("fault", String),
    Column("kept_at", BigInteger, nullable=False, index=True),
)


class InboxError(Exception):
    """The inbox cannot be opened. Its text is for the operator: where, what and the cure."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An update as Telegram sent it, by its number."""

    update_id: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Inbox:
    """The kept updates. Made by `opened`."""

    engine: AsyncEngine
    clock: Callable[[], float] = time.time

    async def keep(self, updates: Sequence[Kept]) -> tuple[Kept, ...]:
        """Keep updates durably; return those that had not come before."""
        now = int(self.clock())
        rows = [{"update_id": kept.update_id, "body": kept.body, "kept_at": now} for kept in updates]
        forget = delete(_INBOX).where(_INBOX.c.body.is_(None), _INBOX.c.kept_at < now - REMEMBERED)
        add = insert(_INBOX).on_conflict_do_nothing().returning(_INBOX.c.update_id)
        async with self.engine.begin() as connection:
            await connection.execute(forget)
            new = set((await connection.execute(add, rows)).scalars()) if rows else set()
        return tuple(kept for kept in updates if kept.update_id in new)

    async def pending(self) -> tuple[Kept, ...]:
        """What is not done, in the order of its numbers."""
        query = select(_INBOX.c.update_id, _INBOX.c.body).where(_INBOX.c.body.is_not(None)).order_by(_INBOX.c.update_id)
        async with self.engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(Kept(row.update_id, row.body) for row in rows)

    async def done(self, update_id: int) -> None:
        """Delete what the update said."""
        await self._close(update_id, None)

    async def set_aside(self, update_id: int, fault: str) -> None:
        """Give the update up: delete what it said, keep why. `fault` must quote nothing of it."""
        await self._close(update_id, fault)

    async def tidy(self) -> None:
        """Clear the write-ahead log, in which deleted text would otherwise outlast its row."""
        async with self.engine.connect() as connection:
            await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    async def _close(self, update_id: int, fault: str | None) -> None:
        change = update(_INBOX).where(_INBOX.c.update_id == update_id).values(body=None, fault=fault)
        async with self.engine.begin() as connection:
            await connection.execute(change)


@asynccontextmanager
async def opened(file: Path) -> AsyncIterator[Inbox]:
    """Open the inbox in a SQLite file, which it holds alone while it is open. Raises InboxError."""
    with _held(file):
        _make(file)
        engine = create_async_engine(URL.create("sqlite+aiosqlite", database=str(file)), pool_size=1, max_overflow=0)
        event.listen(engine.sync_engine, "connect", _set_up)
        try:
            yield Inbox(engine)
        finally:
            await engine.dispose()


def _make(file: Path) -> None:
    """Make the tables, if they are not there, and prove that the file can be written. Raises InboxError."""
    engine = create_engine(URL.create("sqlite", database=str(file)))
    event.listen(engine, "connect", _set_up)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            _METADATA.create_all(connection)
    except SQLAlchemyError as fault:
        reason = str(getattr(fault, "orig", None) or type(fault).__name__)
        raise InboxError(f"{file}: {reason}; name another file in LEGWISE_DATABASE_URL.") from None
    finally:
        engine.dispose()


@contextmanager
def _held(file: Path) -> Iterator[None]:
    """Hold a lock beside the file. It is SQLite's own, so it ends with the process, however that ends."""
    try:
        lock = _locked(f"{file}.lock")
    except sqlite3.Error as fault:
        if fault.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise InboxError(f"{file}: another legwise uses it; stop that one, or name another file.") from None
        cure = "name a file in a folder that exists and can be written in LEGWISE_DATABASE_URL"
        raise InboxError(f"{file}: {fault}; {cure}.") from None
    with closing(lock):
        yield


def _locked(file: str) -> sqlite3.Connection:
    lock = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error:
        lock.close()
        raise
    return lock


def _set_up(connection: Any, _record: object) -> None:
    with closing(connection.cursor()) as cursor:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=5000"):
            cursor.execute(f"PRAGMA {pragma}")
