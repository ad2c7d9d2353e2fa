"""Migrations: complete, atomic, and from every released version."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import DatabaseError
from bot.store.database import open_database
from bot.store.migration import current, latest
from tests.bot.store.old_database import create_old_database, file_of
from tests.bot.store.test_tables import differences


async def test_a_database_of_the_first_version_is_migrated_without_loss(sqlite: str) -> None:
    create_old_database(sqlite)
    async with open_database(sqlite) as engine, engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        rows = await connection.execute(text("SELECT update_id, body, fault, lane FROM inbox ORDER BY update_id"))
        assert [tuple(row) for row in rows] == [(7, '{"update_id": 7}', None, 0), (8, None, "KeyError", None)]


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
