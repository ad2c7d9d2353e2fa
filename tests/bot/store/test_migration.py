"""Migrations: complete, atomic, and from every released version."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import DatabaseError
from bot.models import SharedQuestion
from bot.store.crypto import Crypto
from bot.store.database import open_database
from bot.store.migration import current, latest
from bot.store.shared_questions import SharedQuestions
from bot.store.tables import SHARED
from tests.bot.database_fixtures import KEY
from tests.bot.store.old_database import create_old_database, file_of
from tests.bot.store.test_tables import differences


async def test_a_database_of_the_first_version_is_migrated_without_loss(sqlite: str) -> None:
    create_old_database(sqlite)
    async with open_database(sqlite) as engine, engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        rows = await connection.execute(text("SELECT update_id, body, fault, lane FROM inbox ORDER BY update_id"))
        assert [tuple(row) for row in rows] == [(7, '{"update_id": 7}', None, 0), (8, None, "KeyError", None)]


def _stored_before_askers(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.store:migrations")
    command.upgrade(config, "0007")
    question = {"id": "0" * 16, "day": date(2026, 11, 22), "sealed": Crypto(KEY).encrypt("an older one")}
    connection.execute(insert(SHARED).values(question))


async def test_questions_shared_before_askers_were_recorded_stay_and_have_none(database_url: str) -> None:
    older = create_async_engine(database_url)
    async with older.begin() as connection:
        await connection.run_sync(_stored_before_askers)
    await older.dispose()
    async with open_database(database_url) as engine:
        questions = await SharedQuestions(engine, Crypto(KEY)).for_curators()
    assert questions == (SharedQuestion("0" * 16, "an older one", date(2026, 11, 22), asker=None, decision=None),)


async def test_the_latest_revision_is_stored(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await connection.run_sync(current) == latest()


async def test_a_migration_that_fails_changes_nothing(sqlite: str) -> None:
    create_old_database(sqlite)
    with closing(sqlite3.connect(file_of(sqlite))) as connection:
        connection.executescript("CREATE TABLE votes (is_not_ours INTEGER)")
        schema = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    with pytest.raises(DatabaseError, match="table votes already exists; set another file in LEGWISE_DATABASE_URL"):
        await open_database(sqlite).__aenter__()
    with closing(sqlite3.connect(file_of(sqlite))) as connection:
        assert connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == schema
        assert json.loads(connection.execute("SELECT body FROM inbox").fetchone()[0]) == {"update_id": 7}


async def test_a_database_of_a_newer_version_is_refused(database_url: str) -> None:
    async with open_database(database_url) as engine, engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(
        DatabaseError, match=": was written by a newer legwise; install that version, or set another database"
    ):
        await open_database(database_url).__aenter__()


def test_the_latest_revision_is_alembics_head() -> None:
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [latest()]
