"""Opens the database and migrates it. One process holds a SQLite file; several may share PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, nullcontext, suppress
from enum import Enum, auto
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import DatabaseError
from bot.store import postgres
from bot.store.migration import NewerError, current, latest, migrate
from bot.store.paths import default_database_file
from bot.store.sqlite import FileEngine

NAME = "LEGWISE_DATABASE_URL"
_STATEMENT_POOLING = "statement pooling mode"  # in PgBouncer's error
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=5000")


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[AsyncEngine]:
    """Open the database, migrate it, and hold it. Raises DatabaseError."""
    address = make_url(url)
    with _held(Path(address.database or "")) if _is_file(address) else nullcontext():
        async with _engine(address) as engine:
            await _migrate(engine, address)
            yield engine


@asynccontextmanager
async def open_readonly(url: str) -> AsyncIterator[AsyncEngine]:
    """Open the database for reading, even while another process holds it. Raises DatabaseError."""
    address = make_url(url)
    _check_exists(address)
    async with _engine(address) as engine:
        if isinstance(engine, FileEngine):
            engine.on_connect(_set_readonly)
        try:
            yield engine
        except (SQLAlchemyError, OSError) as fault:
            cure = "start `legwise run` once with this version"
            raise DatabaseError(f"{_display_name(address)}: {_reason(fault)}; {cure}.") from None


class State(Enum):
    """The tables of a database compared with those of this version."""

    OLDER = auto()
    CURRENT = auto()
    NEWER = auto()


async def state(engine: AsyncEngine) -> State:
    """Return whether the tables are of this version. Raises SQLAlchemyError."""
    async with engine.connect() as connection:
        revision = await connection.run_sync(current)
    if revision == latest():
        return State.CURRENT
    return State.NEWER if (revision or "") > latest() else State.OLDER


@asynccontextmanager
async def open_existing(url: str) -> AsyncIterator[AsyncEngine]:
    """Open the database as it is, even while another process holds it. Raises DatabaseError."""
    address = make_url(url)
    if file := sqlite_file(address):
        _check_exists(address)
        _check(file)
    async with _engine(address) as engine:
        try:
            yield engine
        except (SQLAlchemyError, OSError) as fault:
            raise _database_error(address, fault) from None


def sqlite_file(address: URL) -> Path | None:
    """Return the file of a SQLite database; None for PostgreSQL."""
    return Path(address.database or "") if _is_file(address) else None


def _check_exists(address: URL) -> None:
    if _is_file(address) and not Path(address.database or "").is_file():
        raise DatabaseError(f"{address.database}: there is no such file; start `legwise run` once, or set {NAME}.")


@asynccontextmanager
async def _engine(address: URL) -> AsyncIterator[AsyncEngine]:
    try:
        engine = _create_engine(address)
    except ModuleNotFoundError as missing:
        cure = "install legwise with its extra [postgres]"
        raise DatabaseError(f"{NAME}: {missing.name} is not installed; {cure}.") from None
    try:
        yield engine
    finally:
        await engine.dispose()


def _create_engine(address: URL) -> AsyncEngine:
    if not _is_file(address):
        return postgres.create_engine(address, pool_pre_ping=True)
    return FileEngine(address, _set_pragmas)


async def _migrate(engine: AsyncEngine, address: URL) -> None:
    name = _display_name(address)
    try:
        if isinstance(engine, FileEngine):  # opens the connection that holds the file from now on
            await engine.transact(migrate)
        else:  # without a timeout: another process may be migrating
            async with engine.begin() as connection:
                await connection.run_sync(migrate)
    except NewerError:
        cure = f"install that version, or set another database in {NAME}"
        raise DatabaseError(f"{name}: was written by a newer legwise; {cure}.") from None
    except (SQLAlchemyError, OSError) as fault:
        raise _database_error(address, fault) from None


def _database_error(address: URL, fault: Exception) -> DatabaseError:
    return DatabaseError(f"{_display_name(address)}: {_reason(fault)}; {_cure(fault, address)}.")


def _cure(fault: Exception, address: URL) -> str:
    if _is_file(address):
        return f"set another file in {NAME}"
    if _STATEMENT_POOLING in str(fault):
        return "set the pooler's pool_mode to transaction or session, or give the server's own address"
    return "check the server and the address"


def _is_file(address: URL) -> bool:
    return address.get_backend_name() == "sqlite"


def _display_name(address: URL) -> str:
    """Return the database's name for error messages, without its password."""
    if _is_file(address):
        return address.database or ""
    return f"{NAME}: {address.set(query={}).render_as_string(hide_password=True)}"


def _reason(fault: Exception) -> str:
    """Return the driver's message in one line, without the exception's class."""
    text = str(getattr(fault, "orig", None) or fault).strip()
    return text.splitlines()[0].rpartition("'>: ")[2] if text else type(fault).__name__


@contextmanager
def _held(file: Path) -> Iterator[None]:
    """Lock a file beside the database. The lock is SQLite's, so it is released even if the process is killed."""
    if file == default_database_file():
        with suppress(OSError):  # reported below, when the lock cannot be opened
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for private in (file, Path(f"{file}.lock")):
        with suppress(OSError):  # reported below too
            private.touch(mode=0o600, exist_ok=True)  # SQLite gives its other files the mode of the database
    try:
        lock = _lock(f"{file}.lock")
    except sqlite3.Error as fault:
        if fault.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise DatabaseError(f"{file}: another legwise is using it; stop that one, or set another file.") from None
        cure = f"set a file in an existing, writable folder in {NAME}"
        raise DatabaseError(f"{file}: {fault}; {cure}.") from None
    with closing(lock):
        _check(file)
        yield


def _check(file: Path) -> None:
    """Raise an error if the file is no database. A failed connection of aiosqlite would leave its thread running."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(f"PRAGMA {_PRAGMAS[0]}")
    except sqlite3.Error as fault:
        raise DatabaseError(f"{file}: {fault}; set another file in {NAME}.") from None


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
