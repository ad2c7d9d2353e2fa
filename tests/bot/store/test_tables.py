"""The declared tables are those that the migrations create."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.tables import METADATA


def differences(connection: Connection) -> list[object]:
    """Return the differences between the tables and their declarations."""
    return list(compare_metadata(MigrationContext.configure(connection), METADATA))


async def test_the_migrations_create_exactly_the_declared_tables(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_no_other_tables_are_left_over_from_older_revisions(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    assert tables == {*METADATA.tables, "alembic_version"}
