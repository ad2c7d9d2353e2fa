"""The few ways in which every table is read and written, the same on SQLite and PostgreSQL. Knows no table."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Double, Executable, Row, Select, Table, literal_column, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

PATIENCE = 15.0
"""Seconds that a transaction with a server may take: less than a claim in the inbox holds."""
_PASSING = ("08", "25006", "40", "53", "55", "57", "58")
"""PostgreSQL's faults with connections, a server that may only be read from, as one is while another takes its place,
concurrency, resources, locks, operators and the system: the first signs of their codes."""

SERVER_NOW = literal_column("extract(epoch from clock_timestamp())::float8", Double)
"""Seconds since 1970 by PostgreSQL's clock, which processes share though their own may differ."""

Asked = TypeVar("Asked")
Got = TypeVar("Got")


def insert(engine: AsyncEngine, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can be told what to do about a row that is there already."""
    if on_sqlite(engine):
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - loaded where it is used

    return postgresql.insert(table)


def on_sqlite(engine: AsyncEngine) -> bool:
    """Whether the database is a SQLite file, which this process then has to itself."""
    return engine.dialect.name == "sqlite"


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection in a transaction. Whatever goes wrong with it is a SQLAlchemyError, a lost server too.

    A server that says nothing for `PATIENCE` is lost; a file is waited for as long as its connection is told to.
    """
    try:
        async with asyncio.timeout(None if on_sqlite(engine) else PATIENCE), engine.begin() as connection:
            yield connection
    except OSError as fault:  # asyncpg's own, which SQLAlchemy passes on as it is, and the lack of patience
        raise OperationalError(None, None, fault) from fault


def is_transient(fault: SQLAlchemyError) -> bool:
    """Whether the fault may pass by itself: the database is away, locked or full, and was asked nothing wrong."""
    if not isinstance(fault, DBAPIError):
        return isinstance(fault, NoConnectionError)
    state: object = getattr(fault.orig, "sqlstate", None)
    if isinstance(state, str):
        return state.startswith(_PASSING)
    return fault.connection_invalidated or isinstance(fault, OperationalError | InterfaceError)


async def rows(engine: AsyncEngine, query: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
    """All rows of a query."""
    async with transaction(engine) as connection:
        return (await connection.execute(query)).all()


async def change(engine: AsyncEngine, *statements: Executable) -> int:
    """Run the statements in one transaction; return how many rows they changed in all."""
    changed = 0
    async with transaction(engine) as connection:
        for statement in statements:
            result = await connection.execute(statement, execution_options={"preserve_rowcount": True})
            changed += result.rowcount
    return changed


async def checkpoint_wal(engine: AsyncEngine) -> None:
    """Clear SQLite's write-ahead log, in which deleted text would otherwise outlast its row.

    On PostgreSQL this is its own autovacuum's work.
    """
    if on_sqlite(engine):
        async with engine.connect() as connection:
            await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


class Batcher(Generic[Asked, Got]):
    """Does in one go whatever is asked for while the last go is on: what is written at once is flushed once.

    `do` gets all that was asked for, and gives a result for each in the same order, or raises for all of them.
    """

    def __init__(self, do: Callable[[Sequence[Asked]], Awaitable[Sequence[Got]]]) -> None:
        self._do = do
        self._waiting: list[tuple[Asked, asyncio.Future[Got]]] = []
        self._going: asyncio.Task[None] | None = None

    async def __call__(self, asked: Asked) -> Got:
        """Have it done; return its result."""
        result: asyncio.Future[Got] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, result))
        if self._going is None:
            self._going = asyncio.create_task(self._go())
        return await result

    async def _go(self) -> None:
        try:
            while self._waiting:
                gathered, self._waiting = self._waiting, []
                await self._do_all(gathered)
        finally:
            self._going = None

    async def _do_all(self, gathered: list[tuple[Asked, asyncio.Future[Got]]]) -> None:
        try:
            results = await self._do([asked for asked, _ in gathered])
        except Exception as fault:  # whoever asked is to hear of it
            for _, future in gathered:
                if not future.done():
                    future.set_exception(fault)
            return
        for (_, future), result in zip(gathered, results, strict=True):
            if not future.done():
                future.set_result(result)
