"""Queries, transactions and batches, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Connection, Double, Executable, Row, Select, Table, literal_column
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.sqlite import FileEngine, Work

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

TIMEOUT = 15.0
"""Seconds for a transaction on PostgreSQL: less than a lease in the inbox."""
# Connections, a read-only server (such as a standby before its promotion), concurrency, resources, locks, operators
# and the system: https://www.postgresql.org/docs/current/errcodes-appendix.html
_TRANSIENT = ("08", "25006", "40", "53", "55", "57", "58")

SERVER_NOW = literal_column("extract(epoch from clock_timestamp())::float8", Double)
"""Seconds since 1970 by PostgreSQL's clock, because the clocks of processes differ."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def insert(engine: AsyncEngine, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return the dialect's insert, which has `on_conflict_do_update`."""
    if on_sqlite(engine):
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - not needed on SQLite

    return postgresql.insert(table)


def on_sqlite(engine: AsyncEngine) -> bool:
    """Return whether the database is a SQLite file, which one process holds alone."""
    return engine.dialect.name == "sqlite"


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Open a transaction. All its faults, including a timeout, are SQLAlchemyErrors."""
    try:
        # SQLite has a timeout of its own, the pragma busy_timeout.
        async with asyncio.timeout(None if on_sqlite(engine) else TIMEOUT), engine.begin() as connection:
            yield connection
    except OSError as fault:  # asyncpg's, which SQLAlchemy does not wrap, and the TimeoutError
        raise OperationalError(None, None, fault) from fault


def is_transient(fault: SQLAlchemyError) -> bool:
    """Return whether a retry may succeed: the database is away, locked or full, and the query was valid."""
    if not isinstance(fault, DBAPIError):
        return isinstance(fault, NoConnectionError)
    state: object = getattr(fault.orig, "sqlstate", None)
    if isinstance(state, str):
        return state.startswith(_TRANSIENT)
    return fault.connection_invalidated or isinstance(fault, OperationalError | InterfaceError)


async def transact(engine: AsyncEngine, work: Work[Result]) -> Result:
    """Do work in a transaction. All its faults, including a timeout, are SQLAlchemyErrors."""
    if isinstance(engine, FileEngine):
        return await engine.transact(work)
    async with transaction(engine) as connection:
        return await connection.run_sync(work)


async def rows(
    engine: AsyncEngine, query: Select[*tuple[Any, ...]], values: Mapping[str, Any] | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return all rows of a query, with values for its parameters."""
    return await transact(engine, lambda connection: connection.execute(query, values).all())


async def change(engine: AsyncEngine, *statements: Executable) -> int:
    """Execute statements in one transaction, and return the number of rows changed."""

    def work(connection: Connection) -> int:
        options = {"preserve_rowcount": True}
        return sum(connection.execute(statement, execution_options=options).rowcount for statement in statements)

    return await transact(engine, work)


async def checkpoint_wal(engine: AsyncEngine) -> None:
    """Truncate SQLite's write-ahead log, in which deleted text would outlast its row."""
    if isinstance(engine, FileEngine):
        await engine.checkpoint()


class Batcher(Generic[Item, Result]):
    """Executes concurrent calls in batches, so that they share one commit.

    Args:
        execute: gets the items that were added during the batch before, and returns a result for each in the same
            order, or raises for all of them.

    """

    def __init__(self, execute: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]) -> None:
        self._execute = execute
        self._queue: list[tuple[Item, asyncio.Future[Result]]] = []
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Result:
        """Add an item to the next batch, and return its result."""
        result: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._queue.append((item, result))
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return await result

    async def _run(self) -> None:
        try:
            while self._queue:
                batch, self._queue = self._queue, []
                await self._run_batch(batch)
        finally:
            self._task = None

    async def _run_batch(self, batch: list[tuple[Item, asyncio.Future[Result]]]) -> None:
        try:
            results = await self._execute([item for item, _ in batch])
        except Exception as fault:  # raised in each caller
            for _, future in batch:
                if not future.done():
                    future.set_exception(fault)
            return
        for (_, future), result in zip(batch, results, strict=True):
            if not future.done():
                future.set_result(result)
