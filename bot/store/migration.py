"""Migrates a database to the latest revision of its tables."""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import Connection, inspect, text

_LOCK = 0x1E69
"""Any number: the advisory lock under which one process at a time migrates PostgreSQL."""


class NewerError(Exception):
    """A newer version of legwise wrote the database."""


def migrate(connection: Connection) -> None:
    """Run the missing migrations, all or none, in the connection's transaction. Raises NewerError, SQLAlchemyError."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # Python's driver begins no transaction for DDL
    else:
        hold_migrations(connection)
    if current(connection) != latest():
        _upgrade(connection)


def hold_migrations(connection: Connection) -> None:
    """Let no other process migrate PostgreSQL until the end of the transaction, and so no legwise start on it."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def current(connection: Connection) -> str | None:
    """Return the revision of the tables; None if there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def latest() -> str:
    """Return the latest revision, from the file names of the migrations."""
    names = (file.name for file in files("bot.store.migrations.versions").iterdir())
    return max(name.partition("_")[0] for name in names if name[0].isdigit())


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - takes a seventh of a second, and is rarely needed
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.store:migrations")
    try:
        command.upgrade(config, "head")
    except CommandError as unknown_revision:
        raise NewerError from unknown_revision
