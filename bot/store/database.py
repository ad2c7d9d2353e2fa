"""The database that everything is kept in: opened once, migrated at its opening, held while it is open.

A SQLite file is held by one process alone; PostgreSQL may be shared. Knows no table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import DatabaseError
from bot.store.migration import NewerError, migrate

NAME = "LEGWISE_DATABASE_URL"
_SET_UP = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=5000")


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[AsyncEngine]:
    """Open the database, bring its tables up to date, and hold it. Raises DatabaseError."""
    address = make_url(url)
    with _held(Path(address.database or "")) if _is_file(address) else nullcontext():
        async with _connected(address) as engine:
            await _up_to_date(engine, address)
            yield engine


@asynccontextmanager
async def reading(url: str) -> AsyncIterator[AsyncEngine]:
    """Open the database to read only, beside the process that holds it. Raises DatabaseError."""
    address = make_url(url)
    _must_be_there(address)
    async with _connected(address) as engine:
        if _is_file(address):
            event.listen(engine.sync_engine, "connect", _read_only)
        try:
            yield engine
        except (SQLAlchemyError, OSError) as fault:
            cure = "start `legwise run` once with this version"
            raise DatabaseError(f"{_place(address)}: {_reason(fault)}; {cure}.") from None


def _must_be_there(address: URL) -> None:
    if _is_file(address) and not Path(address.database or "").is_file():
        raise DatabaseError(f"{address.database}: there is no such file; start `legwise run` once, or set {NAME}.")


@asynccontextmanager
async def _connected(address: URL) -> AsyncIterator[AsyncEngine]:
    try:
        engine = _engine(address)
    except ModuleNotFoundError as missing:
        cure = "install legwise with its extra [postgres]"
        raise DatabaseError(f"{NAME}: {missing.name} is not installed; {cure}.") from None
    try:
        yield engine
    finally:
        await engine.dispose()


def _engine(address: URL) -> AsyncEngine:
    # A fault that quotes its statement must not quote what people wrote.
    if not _is_file(address):
        return create_async_engine(address, pool_pre_ping=True, hide_parameters=True)
    engine = create_async_engine(address, pool_size=1, max_overflow=0, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _set_up)
    return engine


async def _up_to_date(engine: AsyncEngine, address: URL) -> None:
    place = _place(address)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(migrate)
    except NewerError:
        cure = f"install that one, or name another database in {NAME}"
        raise DatabaseError(f"{place}: a newer legwise wrote it; {cure}.") from None
    except (SQLAlchemyError, OSError) as fault:
        cure = f"name another file in {NAME}" if _is_file(address) else "look to the server and the address"
        raise DatabaseError(f"{place}: {_reason(fault)}; {cure}.") from None


def _is_file(address: URL) -> bool:
    return address.get_backend_name() == "sqlite"


def _place(address: URL) -> str:
    """The database's name as an operator knows it, without its password."""
    if _is_file(address):
        return address.database or ""
    return f"{NAME}: {address.set(query={}).render_as_string(hide_password=True)}"


def _reason(fault: Exception) -> str:
    """What went wrong, in one line."""
    text = str(getattr(fault, "orig", None) or fault).strip()
    return text.splitlines()[0].rpartition("'>: ")[2] if text else type(fault).__name__


@contextmanager
def _held(file: Path) -> Iterator[None]:
    """Hold a lock beside the file. It is SQLite's own, so it ends with the process, however that ends."""
    try:
        lock = _locked(f"{file}.lock")
    except sqlite3.Error as fault:
        if fault.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise DatabaseError(f"{file}: another legwise uses it; stop that one, or name another file.") from None
        cure = f"name a file in a folder that exists and can be written in {NAME}"
        raise DatabaseError(f"{file}: {fault}; {cure}.") from None
    with closing(lock):
        _prove(file)
        yield


def _prove(file: Path) -> None:
    """Have it told here if the file is no database: a thread of aiosqlite's would outlive the attempt."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(f"PRAGMA {_SET_UP[0]}")
    except sqlite3.Error as fault:
        raise DatabaseError(f"{file}: {fault}; name another file in {NAME}.") from None


def _locked(file: str) -> sqlite3.Connection:
    lock = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error:
        lock.close()
        raise
    return lock


def _set_up(connection: Any, _record: object) -> None:
    try:
        _tell(connection, *_SET_UP)
    except BaseException:  # the pool never hears of this connection, and its thread would go on
        connection.close()
        raise


def _read_only(connection: Any, _record: object) -> None:
    _tell(connection, "query_only=ON")


def _tell(connection: Any, *pragmas: str) -> None:
    with closing(connection.cursor()) as cursor:
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
