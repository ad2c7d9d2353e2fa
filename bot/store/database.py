"""Opens the database and migrates it. One process holds a SQLite file; several may share PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, nullcontext, suppress
from enum import Enum, auto
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import DatabaseError
from bot.store import postgres
from bot.store.location import Location, reason
from bot.store.migration import NewerError, current, latest, migrate
from bot.store.paths import default_database_file
from bot.store.sqlite import FileEngine

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=5000")


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[AsyncEngine]:
    """Open the database, migrate it, and hold it. Raises DatabaseError."""
    location = Location.parse(url)
    async with hold(location) as engine:
        with location.faults():
            await _migrate(engine)
        yield engine


async def _migrate(engine: AsyncEngine) -> None:
    if isinstance(engine, FileEngine):  # opens the connection that holds the file from now on
        await engine.transact(migrate)
    else:  # without a timeout: another process may be migrating
        async with engine.begin() as connection:
            await connection.run_sync(migrate)


@asynccontextmanager
async def hold(location: Location) -> AsyncIterator[AsyncEngine]:
    """Open a database as it is; while a SQLite file is held, no other process can. Raises DatabaseError."""
    with _held(location.file, location.name) if location.file else nullcontext():
        async with _engine(location) as engine:
            yield engine


@asynccontextmanager
async def open_readonly(url: str) -> AsyncIterator[AsyncEngine]:
    """Open the database for reading, even while another process holds it. Raises DatabaseError."""
    location = Location.parse(url)
    location.check_exists()
    async with _engine(location) as engine:
        set_readonly(engine)
        try:
            yield engine
        except (SQLAlchemyError, OSError) as fault:
            raise location.error(reason(fault), "start `legwise run` once with this version") from None


def set_readonly(engine: AsyncEngine) -> None:
    """Refuse writes to a SQLite file on all later connections."""
    if isinstance(engine, FileEngine):
        engine.on_connect(_set_readonly)


class State(Enum):
    """The tables of a database compared with those of this version."""

    OLDER = auto()
    CURRENT = auto()
    NEWER = auto()


async def state(engine: AsyncEngine) -> State:
    """Return whether the tables are of this version. Raises SQLAlchemyError."""
    async with engine.connect() as connection:
        return await connection.run_sync(table_state)


def table_state(connection: Connection) -> State:
    """Return the same for an open connection."""
    revision = current(connection)
    if revision == latest():
        return State.CURRENT
    return State.NEWER if (revision or "") > latest() else State.OLDER


@asynccontextmanager
async def open_existing(url: str) -> AsyncIterator[AsyncEngine]:
    """Open the database as it is, even while another process holds it. Raises DatabaseError."""
    location = Location.parse(url)
    location.check_exists()
    if location.file:
        _check(location.file, location.name)
    async with _engine(location) as engine:
        with location.faults():
            yield engine


@asynccontextmanager
async def open_beside(url: str) -> AsyncIterator[AsyncEngine]:
    """Open a database of this version for reading and writing, even while another process holds it.

    Raises DatabaseError.
    """
    location = Location.parse(url)
    async with open_existing(url) as engine:
        match await state(engine):
            case State.NEWER:
                raise NewerError
            case State.OLDER:
                raise location.older()
            case State.CURRENT:
                yield engine


@asynccontextmanager
async def _engine(location: Location) -> AsyncIterator[AsyncEngine]:
    try:
        engine = _create_engine(location)
    except ModuleNotFoundError as missing:
        cure = "install legwise with its extra [postgres]"
        raise DatabaseError(f"{location.name}: {missing.name} is not installed; {cure}.") from None
    try:
        yield engine
    finally:
        await engine.dispose()


def _create_engine(location: Location) -> AsyncEngine:
    if not location.file:
        return postgres.create_engine(location.url, pool_pre_ping=True)
    return FileEngine(location.url, _set_pragmas)


@contextmanager
def _held(file: Path, name: str) -> Iterator[None]:
    """Lock a file beside the database. The lock is SQLite's, so it is released even if the process is killed."""
    with suppress(OSError, RuntimeError):  # reported below, when the lock cannot be opened; or a user without a home
        if file == default_database_file():
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for private in (file, Path(f"{file}.lock")):
        with suppress(OSError):  # reported below too
            private.touch(mode=0o600, exist_ok=True)  # SQLite gives its other files the mode of the database
    try:
        lock = _lock(f"{file}.lock")
    except sqlite3.Error as fault:
        if fault.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise DatabaseError(f"{file}: another legwise is using it; stop that one, or set another file.") from None
        cure = f"set a file in an existing, writable folder in {name}"
        raise DatabaseError(f"{file}: {fault}; {cure}.") from None
    with closing(lock):
        _check(file, name)
        yield


def _check(file: Path, name: str) -> None:
    """Raise an error if the file is no database. A failed connection of aiosqlite would leave its thread running."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(f"PRAGMA {_PRAGMAS[0]}")
    except sqlite3.Error as fault:
        raise DatabaseError(f"{file}: {fault}; set another file in {name}.") from None


def _lock(file: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _set_pragmas(connection: Any, _record: object) -> None:
    try:
        _execute(connection, *_PRAGMAS)
    except BaseException:  # the pool has not got this connection yet, and its thread would go on
        connection.close()
        raise


def _set_readonly(connection: Any, _record: object) -> None:
    _execute(connection, "query_only=ON")


def _execute(connection: Any, *pragmas: str) -> None:
    with closing(connection.cursor()) as cursor:
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
