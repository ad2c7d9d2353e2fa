"""A SQLite file, whose transactions run in a thread of their own, several in one commit.

SQLAlchemy's asyncio crosses to a thread for each step of a transaction, which costs several times what SQLite does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, NullPool, StaticPool, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

Result = TypeVar("Result")
Work = Callable[[Connection], Result]
"""The statements of a transaction. It may run twice, after a rollback."""


@dataclass(frozen=True, slots=True)
class _Call:
    """Work, and the future that gets its result."""

    work: Work[Any]
    result: asyncio.Future[Any]


class FileEngine(AsyncEngine):
    """The engine of a SQLite file. What it inherits, such as `begin`, goes step by step on a connection of its own.

    Args:
        address: the URL of the file.
        on_connect: sets up each connection.

    Attributes:
        file: the engine in the thread.

    """

    def __init__(self, address: URL, on_connect: Callable[[Any, object], None]) -> None:
        # Parameters are hidden, because a logged fault must not quote user text.
        steps = create_async_engine(address, poolclass=NullPool, hide_parameters=True)
        super().__init__(steps.sync_engine)
        self.file = create_engine(
            address.set(drivername="sqlite"),
            poolclass=StaticPool,
            connect_args={"check_same_thread": False},  # closed by another thread
            hide_parameters=True,
        )
        self.on_connect(on_connect)
        self._thread: ThreadPoolExecutor | None = None
        self._calls: list[_Call] = []
        self._running: asyncio.Task[None] | None = None

    def on_connect(self, set_up: Callable[[Any, object], None]) -> None:
        """Call a function with each connection that is opened from now on."""
        for engine in (self.sync_engine, self.file):
            event.listen(engine, "connect", set_up)

    async def transact(self, work: Work[Result]) -> Result:
        """Do work in a transaction, which it shares with all work that is waiting."""
        result: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._calls.append(_Call(work, result))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return await result

    async def checkpoint(self) -> None:
        """Truncate the write-ahead log, in which deleted text would outlast its row."""
        [result] = await self._in_thread([_truncate_log])
        if isinstance(result, Exception):
            raise result

    async def dispose(self, close: bool = True) -> None:  # noqa: FBT001 - as in the base class
        """Close all connections once the work that waits is done."""
        if self._running is not None:
            await asyncio.wait([self._running])
        thread, self._thread = self._thread, None
        if thread is not None:
            await asyncio.to_thread(thread.shutdown)
        self.file.dispose(close)
        await super().dispose(close)

    async def _run(self) -> None:
        try:
            while self._calls:
                calls, self._calls = [call for call in self._calls if not call.result.done()], []
                await self._run_together(calls)
        finally:
            self._running = None

    async def _run_together(self, calls: Sequence[_Call]) -> None:
        results = await self._in_thread([call.work for call in calls])
        for call, result in zip(calls, results, strict=True):
            if call.result.done():  # cancelled meanwhile
                continue
            if isinstance(result, Exception):
                call.result.set_exception(result)
            else:
                call.result.set_result(result)

    async def _in_thread(self, works: Sequence[Work[Any]]) -> list[Any]:
        """Do works in one transaction, which is never interrupted; return their results or faults."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "database")
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(_results, self.file, works))


def _results(engine: Engine, works: Sequence[Work[Any]]) -> list[Any]:
    """Return the results of works that share a commit, or their faults."""
    try:
        with engine.begin() as connection:
            return [work(connection) for work in works]
    except OperationalError as fault:  # such as a full disk: no other transaction would fare better
        return [fault] * len(works)
    except Exception as fault:  # raised where the work is awaited
        return [fault] if len(works) == 1 else [_results(engine, [work])[0] for work in works]


def _truncate_log(connection: Connection) -> None:
    connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
