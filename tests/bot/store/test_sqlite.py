"""A SQLite file: transactions that wait share a commit, and each gets its own result or fault."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing

import pytest
from sqlalchemy import Connection, event, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import open_database
from bot.store.sql import rows, transact
from bot.store.sqlite import FileEngine, Work
from bot.store.tables import INBOX


@pytest.fixture
async def file(sqlite: str) -> AsyncIterator[FileEngine]:
    async with open_database(sqlite) as engine:
        assert isinstance(engine, FileEngine)
        yield engine


def adding(number: int) -> Work[int]:
    def work(connection: Connection) -> int:
        connection.execute(insert(INBOX).values(update_id=number, kept_at=0))
        return number

    return work


async def stored(engine: AsyncEngine) -> list[int]:
    return [number for (number,) in await rows(engine, select(INBOX.c.update_id).order_by(INBOX.c.update_id))]


async def test_all_work_that_waits_is_done_and_each_gets_its_own_result(file: FileEngine) -> None:
    assert await asyncio.gather(*(transact(file, adding(number)) for number in range(20))) == list(range(20))
    assert await stored(file) == list(range(20))


async def test_work_that_waits_shares_one_commit(file: FileEngine) -> None:
    commits: list[Connection] = []
    event.listen(file.file, "commit", commits.append)
    await asyncio.gather(*(transact(file, adding(number)) for number in range(20)))
    assert len(commits) == 1


async def test_work_that_fails_is_undone_alone(file: FileEngine) -> None:
    works = [adding(1), adding(2), adding(2), adding(3)]
    results = await asyncio.gather(*(transact(file, work) for work in works), return_exceptions=True)
    assert [results[0], results[1], results[3]] == [1, 2, 3]
    assert isinstance(results[2], IntegrityError)
    assert await stored(file) == [1, 2, 3]


async def test_a_locked_file_fails_all_that_waits_at_once_and_then_works_again(file: FileEngine) -> None:
    await transact(file, lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout=100"))
    with closing(sqlite3.connect(str(file.url.database), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        async with asyncio.timeout(3):  # one after the other they would take five seconds
            works = [transact(file, adding(number)) for number in range(50)]
            results = await asyncio.gather(*works, return_exceptions=True)
    assert all(isinstance(result, OperationalError) for result in results)
    assert await transact(file, adding(1)) == 1


async def test_whoever_stops_to_wait_does_not_hold_up_the_others(file: FileEngine) -> None:
    impatient, patient = asyncio.create_task(transact(file, adding(1))), asyncio.create_task(transact(file, adding(2)))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == 2
    assert await transact(file, adding(3)) == 3


async def test_what_is_committed_is_there_after_the_file_is_opened_anew(sqlite: str) -> None:
    async with open_database(sqlite) as engine:
        await transact(engine, adding(1))
    async with open_database(sqlite) as engine:
        assert await stored(engine) == [1]


async def test_work_that_waits_is_done_before_the_file_is_closed(sqlite: str) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(connection: Connection) -> int:
        begun.set()
        may_end.wait(5)
        return adding(1)(connection)

    async with open_database(sqlite) as engine:
        first = asyncio.create_task(transact(engine, slow))
        await asyncio.to_thread(begun.wait, 5)
        second = asyncio.create_task(transact(engine, adding(2)))
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_soon(may_end.set)
    async with asyncio.timeout(5):
        assert [await first, await second] == [1, 2]
