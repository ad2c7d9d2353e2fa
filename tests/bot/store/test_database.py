"""Opening the database: created, held by one process, and errors that name the cause and the cure."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import DatabaseError
from bot.models import Vote
from bot.store.crypto import Crypto
from bot.store.database import open_database, open_readonly
from bot.store.paths import default_database_file
from bot.store.store import Store
from tests.bot import pgbouncer_server
from tests.bot.store.old_database import create_old_database, file_of


async def test_stored_data_is_still_there_when_the_database_is_opened_again(database_url: str, crypto: Crypto) -> None:
    for tally in ({}, {"low": {Vote.HELPFUL: 1, Vote.UNHELPFUL: 0, Vote.NONE_OF_THESE: 0}}):
        async with open_database(database_url) as engine:
            store = Store(engine, crypto)
            assert await store.votes.tally() == tally
            await store.votes.cast("a" * 32, "0" * 16, "low", Vote.HELPFUL)


async def test_a_file_is_held_by_one_process_at_a_time(sqlite: str) -> None:
    async with open_database(sqlite):
        with pytest.raises(DatabaseError, match="another legwise is using it; stop that one, or set another file"):
            await open_database(sqlite).__aenter__()
    async with open_database(sqlite):
        pass


async def test_several_processes_may_share_a_postgresql_server(postgres: str, crypto: Crypto) -> None:
    async with open_database(postgres) as one, open_database(postgres) as other:
        assert await Store(one, crypto).answers.claim(-1, 1, "a" * 32, "0" * 16)
        assert not await Store(other, crypto).answers.claim(-1, 1, "a" * 32, "0" * 16)


async def test_a_connection_that_the_server_closed_is_replaced(postgres: str, crypto: Crypto) -> None:
    terminate = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = USER"
    )
    async with open_database(postgres) as one, open_database(postgres) as other:
        store = Store(one, crypto)
        assert await store.votes.tally() == {}
        async with other.connect() as connection:
            await connection.execute(text(terminate))
        assert await store.votes.cast("a" * 32, "0" * 16, "low", Vote.HELPFUL)


async def test_a_server_that_is_lost_raises_a_database_error_like_any_other(crypto: Crypto) -> None:
    engine = create_async_engine("postgresql+asyncpg://ann@/legwise?host=/no/such/folder")
    with pytest.raises(SQLAlchemyError):
        await Store(engine, crypto).votes.tally()


async def test_a_held_database_can_be_read_but_not_written(sqlite: str, crypto: Crypto) -> None:
    async with open_database(sqlite) as engine:
        await Store(engine, crypto).votes.cast("a" * 32, "0" * 16, "low", Vote.HELPFUL)
        async with open_readonly(sqlite) as beside:
            assert "low" in await Store(beside, crypto).votes.tally()
        with pytest.raises(DatabaseError, match="attempt to write a readonly database"):
            async with open_readonly(sqlite) as beside:
                await Store(beside, crypto).votes.forget("a" * 32)


async def test_opening_a_missing_file_for_reading_does_not_create_it(sqlite: str) -> None:
    with pytest.raises(DatabaseError, match="there is no such file; start `legwise run` once"):
        await open_readonly(sqlite).__aenter__()
    assert not file_of(sqlite).exists()


async def test_a_file_that_was_not_migrated_cannot_be_read(sqlite: str, crypto: Crypto) -> None:
    create_old_database(sqlite)
    with pytest.raises(DatabaseError, match="no such table: votes; start `legwise run` once with this version"):
        async with open_readonly(sqlite) as engine:
            await Store(engine, crypto).votes.tally()


def _make_folder(file: Path) -> None:
    file.mkdir()


def _make_garbage(file: Path) -> None:
    file.write_text("This is no database at all. " * 100)


@pytest.mark.parametrize(
    ("make", "reason"), [(_make_folder, "unable to open database file"), (_make_garbage, "file is not a database")]
)
async def test_a_file_that_is_no_database_is_an_error_with_its_cure(
    sqlite: str, make: Callable[[Path], None], reason: str
) -> None:
    make(file_of(sqlite))
    with pytest.raises(DatabaseError) as error:
        await open_database(sqlite).__aenter__()
    assert str(error.value) == f"{file_of(sqlite)}: {reason}; set another file in LEGWISE_DATABASE_URL."


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://ann:secret@127.0.0.1:9/legwise",
        "postgresql+asyncpg://ann:secret@host.invalid/legwise",
        "postgresql+asyncpg://ann:secret@/legwise?host=/no/such/folder",
    ],
)
async def test_a_server_that_does_not_answer_is_an_error_without_the_password(url: str) -> None:
    with pytest.raises(DatabaseError) as error:
        await open_database(url).__aenter__()
    line = str(error.value)
    assert line.startswith("LEGWISE_DATABASE_URL: postgresql+asyncpg://ann:***@")
    assert line.endswith("; check the server and the address.")
    assert "secret" not in line
    assert "\n" not in line


async def test_a_database_that_the_server_does_not_have_is_an_error(server: str) -> None:
    with pytest.raises(DatabaseError, match='database "missing" does not exist; check the server and the address'):
        await open_database(server.replace("/postgres?", "/missing?")).__aenter__()


async def test_a_pooler_that_pools_statements_is_an_error_that_names_the_modes_that_work(postgres: str) -> None:
    program = pgbouncer_server.find_program()
    if program is None:
        pytest.skip(pgbouncer_server.CURE)
    with pgbouncer_server.pooling(program, postgres, "statement") as url, pytest.raises(DatabaseError) as error:
        await open_database(url).__aenter__()
    assert "set the pooler's pool_mode to transaction or session, or give the server's own address" in str(error.value)


async def test_the_folder_of_the_default_file_is_created(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    file = default_database_file()
    async with open_database(f"sqlite+aiosqlite:///{file}"):
        assert file.is_file()


async def test_files_and_folder_that_legwise_creates_are_its_users_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crypto: Crypto
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    file = default_database_file()
    async with open_database(f"sqlite+aiosqlite:///{file}") as engine:
        await Store(engine, crypto).votes.cast("a" * 32, "0" * 16, "low", Vote.HELPFUL)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (file.parent, *file.parent.iterdir())}
    assert modes.pop(file.parent.name) == 0o700
    assert len(modes) >= 4, "the database, its lock, its log and the log's index"
    assert set(modes.values()) == {0o600}


async def test_the_mode_of_a_file_that_exists_is_left_alone(sqlite: str) -> None:
    file_of(sqlite).touch()
    file_of(sqlite).chmod(0o640)
    async with open_database(sqlite):
        assert stat.S_IMODE(file_of(sqlite).stat().st_mode) == 0o640


async def test_the_folder_of_another_file_is_not_created(tmp_path: Path) -> None:
    file = tmp_path / "missing" / "legwise.sqlite3"
    with pytest.raises(DatabaseError, match="set a file in an existing, writable folder in LEGWISE_DATABASE_URL"):
        await open_database(f"sqlite+aiosqlite:///{file}").__aenter__()
    assert not file.parent.exists()
