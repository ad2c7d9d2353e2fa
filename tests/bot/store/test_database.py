"""The database: made and migrated at its opening, held by one process, and what cannot be opened is told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import DatabaseError
from bot.models import Vote
from bot.store.crypto import Crypto
from bot.store.database import opened, reading
from bot.store.migration import newest
from bot.store.store import Store
from bot.store.tables import METADATA
from bot.updates.inbox import REMEMBERED, Inbox, StoredUpdate

BEFORE = """
CREATE TABLE inbox (update_id BIGINT NOT NULL, body JSON, fault VARCHAR, kept_at BIGINT NOT NULL,
                    PRIMARY KEY (update_id));
CREATE INDEX ix_inbox_kept_at ON inbox (kept_at);
INSERT INTO inbox VALUES (7, '{"update_id": 7}', NULL, 1795348800), (8, NULL, 'KeyError', 1795348800);
"""
"""A database of version 0.1.0, which had the inbox alone and no migrations."""


def file_of(url: str) -> Path:
    """The file that a SQLite address names."""
    return Path(url.partition("///")[2])


def before(url: str) -> str:
    """Make a database of the version before; return its address."""
    with closing(sqlite3.connect(file_of(url))) as connection:
        connection.executescript(BEFORE)
    return url


def differences(connection: Connection) -> list[object]:
    """What the tables as they are and as they are declared differ in."""
    return list(compare_metadata(MigrationContext.configure(connection), METADATA))


async def test_the_migrations_make_exactly_the_tables_that_are_declared(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_database_of_the_version_before_is_brought_up_to_date_and_loses_nothing(sqlite: str) -> None:
    async with opened(before(sqlite)) as engine:
        assert await Inbox(engine, lambda: 1_795_348_800).pending() == (StoredUpdate(7, {"update_id": 7}),)
        assert await Inbox(engine, lambda: 1_795_348_800).keep([StoredUpdate(8, {"update_id": 8})]) == ()
        async with engine.connect() as connection:
            assert await connection.run_sync(differences) == []


async def test_what_is_kept_outlives_the_opening(database_url: str, crypto: Crypto) -> None:
    for tally in ({}, {"low": {Vote.HELPFUL: 1, Vote.UNHELPFUL: 0, Vote.NONE_OF_THESE: 0}}):
        async with opened(database_url) as engine:
            store = Store.of(engine, crypto)
            assert await store.votes.tally() == tally
            await store.votes.cast("a" * 32, "0" * 16, "low", Vote.HELPFUL)


async def test_the_inbox_keeps_its_promises_on_each_kind_of_database(engine: AsyncEngine) -> None:
    inbox = Inbox(engine)
    first, second = StoredUpdate(2**40, {"text": "\ud800 \x00 ü"}), StoredUpdate(1, {})
    assert await inbox.keep([first, second, first]) == (first, second, first)
    assert await inbox.keep([first]) == ()
    assert await inbox.pending() == (second, first)
    await inbox.done(first.update_id)
    await inbox.set_aside(second.update_id, "KeyError")
    await inbox.checkpoint()
    assert await inbox.pending() == ()
    later = Inbox(engine, lambda: inbox.clock() + REMEMBERED + 60)
    assert await later.keep([first]) == (first,)


async def test_a_migration_that_fails_leaves_the_database_as_it_was(sqlite: str) -> None:
    with closing(sqlite3.connect(file_of(before(sqlite)))) as connection:
        connection.executescript("CREATE TABLE votes (is_not_ours INTEGER)")
        before_it = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    with pytest.raises(DatabaseError, match="table votes already exists; name another file in LEGWISE_DATABASE_URL"):
        await opened(sqlite).__aenter__()
    with closing(sqlite3.connect(file_of(sqlite))) as connection:
        assert connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == before_it
        assert json.loads(connection.execute("SELECT body FROM inbox").fetchone()[0]) == {"update_id": 7}


async def test_a_database_that_a_newer_legwise_wrote_is_refused(database_url: str) -> None:
    async with opened(database_url) as engine, engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match=": a newer legwise wrote it; install that one, or name another database"):
        await opened(database_url).__aenter__()


async def test_a_file_is_held_by_one_process_at_a_time(sqlite: str) -> None:
    async with opened(sqlite):
        with pytest.raises(DatabaseError, match="another legwise uses it; stop that one, or name another file"):
            await opened(sqlite).__aenter__()
    async with opened(sqlite):
        pass


async def test_several_processes_may_share_a_postgresql_server(postgres: str, crypto: Crypto) -> None:
    async with opened(postgres) as one, opened(postgres) as other:
        assert await Store.of(one, crypto).answers.claim(-1, 1, "a" * 32, "0" * 16)
        assert not await Store.of(other, crypto).answers.claim(-1, 1, "a" * 32, "0" * 16)


async def test_a_connection_that_the_server_ended_is_made_anew(postgres: str, crypto: Crypto) -> None:
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = USER"
    async with opened(postgres) as one, opened(postgres) as other:
        store = Store.of(one, crypto)
        assert await store.votes.tally() == {}
        async with other.connect() as connection:
            await connection.execute(text(others))
        assert await store.votes.cast("a" * 32, "0" * 16, "low", Vote.HELPFUL)


async def test_a_server_that_is_lost_is_an_error_of_the_database_like_any_other(crypto: Crypto) -> None:
    engine = create_async_engine("postgresql+asyncpg://ann@/legwise?host=/no/such/folder")
    with pytest.raises(SQLAlchemyError):
        await Store.of(engine, crypto).votes.tally()
    with pytest.raises(SQLAlchemyError):
        await Inbox(engine).keep([StoredUpdate(1, {})])


async def test_it_is_read_while_another_process_holds_it_and_cannot_be_written_then(
    sqlite: str, crypto: Crypto
) -> None:
    async with opened(sqlite) as engine:
        await Store.of(engine, crypto).votes.cast("a" * 32, "0" * 16, "low", Vote.HELPFUL)
        async with reading(sqlite) as beside:
            assert "low" in await Store.of(beside, crypto).votes.tally()
        with pytest.raises(DatabaseError, match="attempt to write a readonly database"):
            async with reading(sqlite) as beside:
                await Store.of(beside, crypto).votes.forget("a" * 32)


async def test_a_file_that_is_not_there_is_not_made_by_reading(sqlite: str) -> None:
    with pytest.raises(DatabaseError, match="there is no such file; start `legwise run` once"):
        await reading(sqlite).__aenter__()
    assert not file_of(sqlite).exists()


async def test_a_file_that_no_run_has_brought_up_to_date_is_told_when_it_is_read(sqlite: str, crypto: Crypto) -> None:
    with pytest.raises(DatabaseError, match="no such table: votes; start `legwise run` once with this version"):
        async with reading(before(sqlite)) as engine:
            await Store.of(engine, crypto).votes.tally()


def _folder(file: Path) -> None:
    file.mkdir()


def _garbage(file: Path) -> None:
    file.write_text("This is no database at all. " * 100)


@pytest.mark.parametrize(
    ("make", "reason"), [(_folder, "unable to open database file"), (_garbage, "file is not a database")]
)
async def test_what_is_no_database_is_told_with_its_cure(
    sqlite: str, make: Callable[[Path], None], reason: str
) -> None:
    make(file_of(sqlite))
    with pytest.raises(DatabaseError) as error:
        await opened(sqlite).__aenter__()
    assert str(error.value) == f"{file_of(sqlite)}: {reason}; name another file in LEGWISE_DATABASE_URL."


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://ann:secret@127.0.0.1:9/legwise",
        "postgresql+asyncpg://ann:secret@host.invalid/legwise",
        "postgresql+asyncpg://ann:secret@/legwise?host=/no/such/folder",
    ],
)
async def test_a_server_that_does_not_answer_is_told_without_the_password(url: str) -> None:
    with pytest.raises(DatabaseError) as error:
        await opened(url).__aenter__()
    line = str(error.value)
    assert line.startswith("LEGWISE_DATABASE_URL: postgresql+asyncpg://ann:***@")
    assert line.endswith("; look to the server and the address.")
    assert "secret" not in line
    assert "\n" not in line


async def test_a_database_that_the_server_does_not_have_is_told(server: str) -> None:
    with pytest.raises(DatabaseError, match='database "missing" does not exist; look to the server and the address'):
        await opened(server.replace("/postgres?", "/missing?")).__aenter__()


def test_the_newest_version_is_known_without_alembic_and_is_the_one_that_alembic_leads_to() -> None:
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [newest()]
