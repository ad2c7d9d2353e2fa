"""Moving all data between SQLite and PostgreSQL: complete and unchanged, or not at all."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import DatabaseError
from bot.store import move as moving
from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.location import Location
from bot.store.move import TABLES, move
from bot.store.send_limits import Quota, SendLimits
from bot.store.sql import change, rows
from bot.store.tables import ANSWERS, CHATS, DAILY_COUNTS, INBOX, METADATA, SHARED, TURNS, VOTES
from tests.bot.database_fixtures import NOON
from tests.bot.process import ROOT
from tests.bot.store.old_database import create_old_database, file_of

Rows = list[dict[str, Any]]
SECRET = "my secret restlessness 18"
COUNTS = {"inbox": 3000, "chats": 200, "answers": 4900, "votes": 1500, "shared": 300, "daily_counts": 100}
"""Ten thousand rows."""


@dataclass(frozen=True)
class Way:
    """The addresses of a database with data and of an empty one."""

    source: str
    target: str

    async def move(self, progress: moving.Progress = lambda *_: None) -> dict[str, int]:
        """Move the data."""
        return await move(Location.parse(self.source, "SOURCE"), Location.parse(self.target, "TARGET"), progress)


def _inbox(number: int) -> dict[str, Any]:
    body = {"update_id": number, "message": {"text": f'{SECRET} "é" \U0001f9b5 \ud83e', "date": 2**40 + number}}
    waiting = {"body": body, "lane": (-1) ** number * number, "claimant": "c" * 16, "claimed_until": NOON + number / 7}
    finished = {"body": None, "lane": None, "claimant": None, "claimed_until": None}
    return {
        "update_id": 2**61 + number, "fault": "KeyError" if number % 5 == 0 else None, "kept_at": NOON + number,
        "urgent": number % 3 == 0, **(waiting if number % 2 else finished),
    }  # fmt: skip


def _answer(number: int, crypto: Crypto) -> dict[str, Any]:
    is_removed = number % 4 == 0
    return {
        "chat": str(-number), "question_id": number, "message_id": None if number % 9 == 0 else number + 1,
        "thread_id": number % 7 or None, "entry": "low", "asker": crypto.pseudonym(number), "digest": "d" * 16,
        "asked": number % 2 == 0, "at": NOON + number, "remove_at": NOON if is_removed else None,
        "sealed_chat": crypto.encrypt(str(number)) if is_removed else None, "part_of": number if is_removed else None,
    }  # fmt: skip


def _made(crypto: Crypto) -> dict[Table, Rows]:
    """Return the rows of every table that is moved, with every kind of value."""
    return {
        INBOX: [_inbox(number) for number in range(COUNTS["inbox"])],
        CHATS: [
            {"chat": str(-number), "listen": number % 2 == 0, "compact": True, "remove_after": number, "cooldown": 60,
             "who": "all"}
            for number in range(COUNTS["chats"])
        ],
        ANSWERS: [_answer(number, crypto) for number in range(COUNTS["answers"])],
        VOTES: [
            {"voter": crypto.pseudonym(number), "about": f"{number:064}", "entry": "", "vote": "helpful", "at": NOON}
            for number in range(COUNTS["votes"])
        ],
        SHARED: [
            {"id": f"{number:016}", "day": date(2026, 11, 22), "sealed": crypto.encrypt(SECRET),
             "asker": crypto.asker(number) if number % 2 else None, "decision": "accepted" if number % 3 else None}
            for number in range(COUNTS["shared"])
        ],
        DAILY_COUNTS: [
            {"day": date(2026, 11, 22), "name": "answer", "label": f"entry-{number}", "count": number}
            for number in range(COUNTS["daily_counts"])
        ],
    }  # fmt: skip


async def _fill(url: str, crypto: Crypto) -> dict[str, Rows]:
    """Fill a new database; return its contents."""
    async with open_database(url) as engine:
        async with engine.begin() as connection:
            for table, values in _made(crypto).items():
                await connection.execute(insert(table), values)
        return await _contents(engine)


async def _contents(engine: AsyncEngine) -> dict[str, Rows]:
    return {
        table.name: [dict(row._mapping) for row in await rows(engine, select(table).order_by(*table.primary_key))]
        for table in METADATA.sorted_tables
    }


async def _read(url: str) -> dict[str, Rows]:
    async with open_database(url) as engine:
        return await _contents(engine)


@pytest.fixture(params=["to PostgreSQL", "to SQLite"])
def way(request: pytest.FixtureRequest, sqlite: str, postgres: str) -> Way:
    """Both ways between the two kinds of database."""
    return Way(sqlite, postgres) if request.param == "to PostgreSQL" else Way(postgres, sqlite)


async def test_ten_thousand_rows_arrive_as_they_were_and_stay_where_they_were(way: Way, crypto: Crypto) -> None:
    before = await _fill(way.source, crypto)
    assert await way.move() == COUNTS
    assert sum(COUNTS.values()) == 10_000
    assert await _read(way.target) == before
    assert await _read(way.source) == before
    assert {crypto.decrypt(row["sealed"]) for row in before["shared"]} == {SECRET}


async def test_there_and_back_again_changes_nothing(sqlite: str, postgres: str, tmp_path: Path, crypto: Crypto) -> None:
    before = await _fill(sqlite, crypto)
    await Way(sqlite, postgres).move()
    back = f"sqlite+aiosqlite:///{tmp_path / 'back.sqlite3'}"
    await Way(postgres, back).move()
    assert await _read(back) == before


async def test_a_sqlite_file_is_not_even_touched(sqlite: str, postgres: str, crypto: Crypto) -> None:
    await _fill(sqlite, crypto)
    before = file_of(sqlite).read_bytes()
    await Way(sqlite, postgres).move()
    assert file_of(sqlite).read_bytes() == before


async def test_the_data_arrives_through_a_connection_pooler(
    sqlite: str, postgres: str, pgbouncer: str, crypto: Crypto
) -> None:
    before = await _fill(sqlite, crypto)
    assert await Way(sqlite, pgbouncer).move() == COUNTS
    assert await _read(postgres) == before


async def test_no_table_has_a_sequence_that_would_have_to_go_on_after_the_last_row(engine: AsyncEngine) -> None:
    assert [column for table in METADATA.sorted_tables for column in table.c if column.default or column.identity] == []
    if engine.dialect.name == "postgresql":
        async with engine.connect() as connection:
            assert (await connection.execute(text("SELECT count(*) FROM pg_sequences"))).scalar_one() == 0


async def test_the_times_of_sending_are_left_behind_because_they_expire_in_a_minute(postgres: str, sqlite: str) -> None:
    assert {*TABLES, TURNS} == {*METADATA.sorted_tables}
    async with open_database(postgres) as engine:
        await SendLimits(engine).take([Quota("place", 1, 1.0)])
    await Way(postgres, sqlite).move()
    assert (await _read(sqlite))["turns"] == []


async def test_rows_are_read_and_written_in_batches_and_the_progress_is_reported(way: Way, crypto: Crypto) -> None:
    await _fill(way.source, crypto)
    seen: list[tuple[str, int, int]] = []
    await way.move(lambda *told: seen.append(told))
    assert [told for told in seen if told[0] == "inbox"] == [("inbox", done, 3000) for done in (0, 1000, 2000, 3000)]
    assert {name for name, done, total in seen if done == total} == {table.name for table in TABLES}


async def test_a_target_with_data_is_refused_and_left_alone(way: Way, crypto: Crypto) -> None:
    await _fill(way.source, crypto)
    before = await _fill(way.target, crypto)
    async with open_database(way.target) as engine:
        await change(engine, delete(INBOX), update(VOTES).values(entry="mine"))
        before = await _contents(engine)
    with pytest.raises(DatabaseError, match=r"holds data already: \S+ rows in \w+; name an empty database, or one"):
        await way.move()
    assert await _read(way.target) == before


async def test_a_target_with_empty_tables_is_filled(way: Way, crypto: Crypto) -> None:
    await _fill(way.source, crypto)
    assert not any((await _read(way.target)).values())
    assert await way.move() == COUNTS


async def test_a_move_that_is_cancelled_leaves_an_empty_target_and_can_be_repeated(way: Way, crypto: Crypto) -> None:
    before = await _fill(way.source, crypto)

    def cancel(table: str, done: int, _total: int) -> None:
        if (table, done) == ("inbox", 2000):
            task.cancel()

    task = asyncio.create_task(way.move(cancel))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not any((await _read(way.target)).values())
    assert await _read(way.source) == before
    assert await way.move() == COUNTS


_KILLED = """
import asyncio, os, signal, sys
from bot.store.location import Location
from bot.store.move import move
def die(table, done, total):
    if done == total > 2000:
        os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(move(*map(Location.parse, sys.argv[1:]), die))
"""


async def test_a_process_killed_half_way_leaves_an_empty_target_and_can_be_repeated(way: Way, crypto: Crypto) -> None:
    before = await _fill(way.source, crypto)
    command = [sys.executable, "-c", _KILLED, way.source, way.target]
    done = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert await way.move() == COUNTS, "the target is still empty, or it would be refused"
    assert await _read(way.target) == await _read(way.source) == before


async def test_a_row_that_the_target_refuses_ends_the_move_with_its_cause_and_without_its_words(
    sqlite: str, postgres: str
) -> None:
    async with open_database(sqlite) as engine:
        row = {"voter": SECRET, "about": "a" * 80, "entry": "low", "vote": "helpful", "at": NOON}
        await change(engine, insert(VOTES).values(row))
    with pytest.raises(DatabaseError) as error:
        await Way(sqlite, postgres).move()
    assert str(error.value).startswith("TARGET: postgresql+asyncpg://postgres@")
    assert "value too long for type character varying(64); check" in str(error.value)
    assert SECRET not in str(error.value)
    assert not any((await _read(postgres)).values())


@pytest.mark.parametrize("held", ["source", "target"])
async def test_a_file_that_a_running_bot_holds_is_refused(sqlite: str, tmp_path: Path, held: str) -> None:
    other = f"sqlite+aiosqlite:///{tmp_path / 'other.sqlite3'}"
    way = Way(sqlite, other) if held == "source" else Way(other, sqlite)
    await _read(way.source)
    async with open_database(sqlite):
        with pytest.raises(DatabaseError, match="another legwise is using it; stop that one, or set another file"):
            await way.move()


@pytest.mark.parametrize("used", ["source", "target"])
async def test_a_server_that_another_program_uses_is_refused(sqlite: str, postgres: str, used: str) -> None:
    await _read(sqlite)
    way = Way(sqlite, postgres) if used == "target" else Way(postgres, sqlite)
    async with open_database(postgres):
        with pytest.raises(DatabaseError, match="another program is using it; stop every legwise on it"):
            await way.move()
    assert sum((await way.move()).values()) == 0


async def test_a_bot_that_starts_meanwhile_waits_until_the_move_is_over(sqlite: str, postgres: str) -> None:
    await _read(sqlite)
    starts: list[asyncio.Task[dict[str, Rows]]] = []

    def start(*_: object) -> None:
        starts[:] = starts or [asyncio.create_task(_read(postgres))]

    await Way(sqlite, postgres).move(start)
    assert not starts[0].done()
    await starts[0]


async def test_a_database_is_not_moved_to_itself(way: Way) -> None:
    with pytest.raises(DatabaseError, match="is the source itself; name another database as TARGET"):
        await Way(way.source, way.source).move()


async def test_a_missing_source_is_not_created(sqlite: str, postgres: str) -> None:
    with pytest.raises(DatabaseError, match="there is no such file; start `legwise run` once, or correct SOURCE"):
        await Way(sqlite, postgres).move()
    assert not file_of(sqlite).exists()


async def test_a_source_of_an_older_version_is_upgraded_by_a_start_first(sqlite: str, postgres: str) -> None:
    create_old_database(sqlite)
    with pytest.raises(DatabaseError, match="its tables are not of this version; start `legwise run` on it once"):
        await Way(sqlite, postgres).move()


@pytest.mark.parametrize("newer", ["source", "target"])
async def test_a_database_of_a_newer_version_is_refused(way: Way, newer: str) -> None:
    await _read(way.source)
    async with open_database(getattr(way, newer)) as engine:
        await change(engine, text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match=f"newer legwise; install that .* set another database in {newer.upper()}"):
        await way.move()


async def test_a_server_that_does_not_answer_is_named_without_its_password(sqlite: str) -> None:
    await _read(sqlite)
    with pytest.raises(DatabaseError) as error:
        await Way(sqlite, "postgresql+asyncpg://ann:secret@127.0.0.1:9/legwise").move()
    assert str(error.value).startswith("TARGET: postgresql+asyncpg://ann:***@127.0.0.1:9/legwise: ")
    assert str(error.value).endswith("; check the server and the address.")
